/*
 * The training benchmark.
 *
 *   ../measure.mjs: the oracles, if available
 *    |
 *    +-> main -- one process per number of threads --> worker: starts the contestants, which train
 *         |  (../page.mjs, for a page in Chromium)       each net step by step, in turn
 *         |   <------- a run, or why it failed -------
 *         +-> one JSON file per platform, processor and Node or browser
 *                                                      -- npm run bench:report --> tables
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { watchMachine } from '@layersmith/bench'
import {
  delegate,
  environmentOf,
  fileOf,
  installedChromium,
  isWorker,
  runCommand,
  serve,
} from '@layersmith/benchmark-shared'
import { parseOptions, usage } from './options.js'
import { outsideOf } from './outside.js'
import { showRounds } from './progress.js'
import type { Result, Run } from './report/result.js'
import { type Answer, type Assignment, work } from './worker.js'

const exitCodes = { good: 0, failed: 1 } as const
// src/ and dist/ are at the same depth, so this works from both
const at = (file: string) => fileURLToPath(new URL(file, import.meta.url))
const workers = { node: fileURLToPath(import.meta.url), browser: at('../page.mjs') } as const

const main = async (args: readonly string[]): Promise<number> => {
  const options = parseOptions(args)
  if (options.help) {
    console.log(usage)
    return exitCodes.good
  }
  const browser = options.browser ? installedChromium() : undefined
  const program = options.browser ? workers.browser : workers.node
  const machine = watchMachine()
  const runs: Run[] = []
  for (const threads of options.threads) {
    const answer = await delegate<Assignment, Answer>(program, { threads, options }, (reason) => ({
      kind: 'failed',
      reason,
    }))
    if (answer.kind === 'run') runs.push(answer.run)
    else console.log(`  failed: ${answer.reason}`)
  }
  if (runs.length > 0)
    write(options.out ?? at('../../results/training'), {
      benchmark: 'training',
      format: 1,
      environment: environmentOf(
        machine(),
        {
          from: import.meta.url,
          packages: ['@layersmith/backends', '@layersmith/wasm-kernels', '@tensorflow/tfjs'],
          folders: ['packages', 'benchmarks/training'],
        },
        browser,
      ),
      settings: {
        nets: options.nets,
        rounds: options.rounds,
        slowRounds: options.slowRounds,
        warmUp: options.warmUp,
        seed: options.seed,
      },
      runs,
    })
  return runs.length === options.threads.length ? exitCodes.good : exitCodes.failed
}

const write = (folder: string, result: Result): void => {
  const file = path.join(folder, fileOf(result))
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, `${JSON.stringify(result, null, 1)}\n`)
  console.log(`→ ${path.relative(process.cwd(), file)}`)
}

if (isWorker())
  serve((assignment: Assignment) =>
    work(assignment, {
      say: console.log,
      showRounds,
      outside: outsideOf(assignment.options.python),
    }),
  )
else await runCommand(usage, () => main(process.argv.slice(2)))
