/*
 * The inference benchmark.
 *
 *   ../measure.mjs: ONNX Runtime, and tfjs-node if it was built
 *    |
 *    +-> main -- one process per net and number of threads --> worker: everything that computes the
 *         |      (../page.mjs, for a page in Chromium)          net, in turns
 *         |   <------- measurements, or why there are none ------
 *         |
 *         |-- one process per net, batch and contestant --> memory: what it needs
 *         |
 *         +-> JSON files per platform, processor, Node or browser, and set of nets
 *                                                         -- npm run bench:report --> tables
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { watchMachine, words } from '@layersmith/bench'
import {
  delegate,
  environmentOf,
  installedChromium,
  isWorker,
  runCommand,
  serve,
} from '@layersmith/benchmark-shared'
import { installedRuntimes } from './installed-runtimes.js'
import { type MemoryAssignment, measureMemory } from './memory.js'
import type { MemoryResult } from './memory-result.js'
import { memoryOf } from './memory-run.js'
import { type Options, parseOptions, usage } from './options.js'
import { type Result, type Run, fileOfResult } from './result.js'
import { type Answer, type Assignment, work } from './worker.js'

// src/ and dist/ are at the same depth, so this works from both
const at = (file: string) => fileURLToPath(new URL(file, import.meta.url))
const workers = { node: fileURLToPath(import.meta.url), browser: at('../page.mjs') } as const

/**
 * Measures a net in a process or a page of its own. libtensorflow crashes on some nets, which ends
 * the process, so then the others are measured without tfjs-node.
 */
const runOf = async (assignment: Assignment): Promise<Answer> => {
  const { browser } = assignment.options
  const program = browser ? workers.browser : workers.node
  const ask = (given: Assignment): Promise<Answer> =>
    delegate<Assignment, Answer>(program, given, (how) => ({ kind: 'ended', how }))
  const answer = await ask(assignment)
  if (answer.kind !== 'ended' || browser) return answer
  console.log(`  ${assignment.net}: ${answer.how}; once more without tfjs-node`)
  return ask({ ...assignment, noNode: answer.how })
}

/** The measurements of all nets on these threads; null if there are none. */
const runOn = async (threads: number, options: Options): Promise<[Run | null, failed: number]> => {
  console.log(words.threadsOf(threads))
  const runs: Run[] = []
  for (const net of options.nets) {
    const answer = await runOf({ net, threads, options })
    if (answer.kind === 'run') runs.push(answer.run)
    else console.log(`  ${net} failed: ${answer.kind === 'failed' ? answer.reason : answer.how}`)
  }
  const [first] = runs
  const measurements = runs.flatMap((run) => run.measurements)
  return [
    first === undefined ? null : { ...first, measurements },
    options.nets.length - runs.length,
  ]
}

const main = async (args: readonly string[]): Promise<number> => {
  const options = parseOptions(args)
  if (options.help) {
    console.log(usage)
    return 0
  }
  const { set, rounds, seed } = options
  const out = options.out ?? at('../../results/inference')
  const browser = options.browser ? installedChromium() : undefined
  const machine = watchMachine()
  const environment = () => environmentOf(machine(), sources, browser)
  const runs: Run[] = []
  let failures = 0
  for (const threads of options.onlyMemory ? [] : options.threads) {
    const [run, failed] = await runOn(threads, options)
    if (run !== null) runs.push(run)
    failures += failed
  }
  if (runs.length > 0) {
    const settings = { rounds, seed }
    const result: Result = {
      benchmark: 'inference',
      format: 2,
      set,
      environment: environment(),
      settings,
      runs,
    }
    write(path.join(out, fileOfResult(result)), result)
  }
  // a page cannot see its memory
  const needed = options.browser ? null : await memoryOf(workers.node, options)
  if (needed !== null && needed.length > 0) {
    const result: MemoryResult = {
      benchmark: 'inference',
      format: 1,
      set,
      environment: environment(),
      needed,
    }
    write(path.join(out, 'memory', fileOfResult(result)), result)
  }
  const wanted = options.threads.length * options.nets.length * options.batches.length
  return failures === 0 && (needed === null || needed.length === wanted) ? 0 : 1
}

const sources = {
  from: import.meta.url,
  packages: ['@layersmith/compile', '@layersmith/wasm-kernels', '@tensorflow/tfjs'],
  folders: ['packages/compile', 'packages/onnx', 'packages/wasm-kernels', 'benchmarks/inference'],
}

const write = (file: string, result: Result | MemoryResult): void => {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(result, null, 1)}\n`)
  console.log(`→ ${path.relative(process.cwd(), file)}`)
}

const isOfMemory = (given: Assignment | MemoryAssignment): given is MemoryAssignment =>
  'contestant' in given

if (isWorker())
  serve((given: Assignment | MemoryAssignment): Promise<object> =>
    isOfMemory(given)
      ? measureMemory(given)
      : work(given, { say: console.log, loadRuntime: installedRuntimes(given.threads) }),
  )
else await runCommand(usage, () => main(process.argv.slice(2)))
