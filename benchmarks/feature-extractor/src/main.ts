/*
 * The feature-extractor benchmark.
 *
 *   main -- one process per backend --> worker: start, ceilings, then for each net
 *    |                                    prepare: three forms, equal weights, outputs compared
 *    |                                    build, forward, train: interleaved rounds, statistics
 *    |                                  finally PyTorch, if available
 *    |   <--- a result, or why not ---
 *    +-> one JSON file per backend and device -- npm run bench:report --> tables and chart
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { backendNames } from '@layersmith/backends'
import { delegate, isBundled, isWorker, runCommand, serve } from '@layersmith/benchmark-shared'
import { parseOptions, usage } from './options.js'
import { fileOf } from './report/result.js'
import { type Answer, type Assignment, work } from './worker.js'

const exitCodes = { good: 0, failed: 1 } as const
const self = fileURLToPath(import.meta.url)

/** Next to a bundle, otherwise in benchmarks/results. */
const resultsFolder = path.join(
  path.dirname(self),
  isBundled ? 'results' : '../../results/feature-extractor',
)

const main = async (args: readonly string[]): Promise<number> => {
  const options = parseOptions(args)
  if (options.help) {
    console.log(usage)
    return exitCodes.good
  }
  const out = options.out ?? resultsFolder
  let code: number = exitCodes.good
  for (const backend of options.backends ?? backendNames) {
    // after each net, so that what is there already is kept if time runs out
    const save = (answer: Answer): void => {
      if (answer.kind !== 'result') return
      mkdirSync(out, { recursive: true })
      writeFileSync(
        path.join(out, fileOf(answer.result)),
        `${JSON.stringify(answer.result, null, 1)}\n`,
      )
    }
    const unanswered = (reason: string): Answer => ({ kind: 'failed', reason })
    const assignment = { backend, options }
    const answer = await delegate<Assignment, Answer>(self, assignment, unanswered, save)
    if (answer.kind === 'result') {
      const file = path.join(out, fileOf(answer.result))
      console.log(`  → ${path.relative(process.cwd(), file)}`)
      continue
    }
    console.log(`${backend}: ${answer.kind}, ${answer.reason}`)
    if (answer.kind === 'failed' || options.backends !== undefined) code = exitCodes.failed
  }
  return code
}

if (isWorker()) serve(work)
else await runCommand(usage, () => main(process.argv.slice(2)))
