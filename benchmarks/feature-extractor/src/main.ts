/*
 * The feature-extractor benchmark.
 *
 *   main ── one process per backend ──▶ worker: start, ceilings, then for each net
 *                                         prepare: three forms, equal weights, outputs compared
 *                                         build, forward, train: interleaved rounds, statistics
 *                                         PyTorch beside it, where there is one
 *        ◀── a result, or why not ────
 *     └─▶ one JSON file per backend and device ── npm run bench:report ──▶ tables and chart
 */
import { fork } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { backendNames } from '@layersmith/backends'
import { UsageError } from '@layersmith/example-shared'
import { parseOptions, usage } from './options.js'
import { isBundled } from './provenance.js'
import { fileOf } from './result.js'
import { type Answer, type Assignment, work } from './worker.js'

const exitCodes = { good: 0, failed: 1, usage: 2 } as const
const self = fileURLToPath(import.meta.url)

/** Beside a bundle, else benchmarks/results of the repository. */
const resultsFolder = path.join(path.dirname(self), isBundled ? 'results' : '../../results/feature-extractor')

/** Lets a process of its own do the work. */
const delegate = (assignment: Assignment): Promise<Answer> =>
  new Promise((resolve) => {
    const child = fork(self, ['--worker'])
    let answer: Answer | undefined
    child.on('message', (message) => {
      // workers are this file, and say nothing but their answer
      answer = message as Answer
    })
    child.on('close', (code, signal) => resolve(answer ?? { kind: 'failed', reason: `its process ended with ${signal ?? code} before it had a result` }))
    child.send(assignment)
  })

const serve = (): void => {
  process.once('message', (assignment: Assignment) => {
    void work(assignment).then((answer) => {
      // native backends keep threads, and crash on some ways out: what counts has been sent by then
      process.send?.(answer, () => process.exit(exitCodes.good))
    }, (error: unknown) => {
      console.error(error)
      process.exit(exitCodes.failed)
    })
  })
}

const main = async (args: readonly string[]): Promise<number> => {
  const options = parseOptions(args)
  if (options.help) {
    console.log(usage)
    return exitCodes.good
  }
  const out = options.out ?? resultsFolder
  let code: number = exitCodes.good
  for (const backend of options.backends ?? backendNames) {
    const answer = await delegate({ backend, options })
    if (answer.kind === 'result') {
      const file = path.join(out, fileOf(answer.result))
      mkdirSync(out, { recursive: true })
      writeFileSync(file, `${JSON.stringify(answer.result, null, 1)}\n`)
      console.log(`  → ${path.relative(process.cwd(), file)}`)
      continue
    }
    console.log(`${backend}: ${answer.kind}, ${answer.reason}`)
    if (answer.kind === 'failed' || options.backends !== undefined) code = exitCodes.failed
  }
  return code
}

if (process.send !== undefined && process.argv[2] === '--worker') serve()
else {
  try {
    process.exitCode = await main(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    console.error(`${error.message}\n\n${usage}`)
    process.exitCode = exitCodes.usage
  }
}
