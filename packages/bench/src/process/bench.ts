/*
 * The benchmark:
 *
 *   bench ── for each backend ──> a process that starts the program again, up to this very call
 *    |  <── events, and a run or why there is none ──  run-here: ceilings, line-up, cells
 *    +──> a report: table, picture, file
 */
import {
  BackendError,
  type BackendName,
  startBackend,
  type StartedBackend,
} from '@layersmith/backends'
import { misuse, oneOf } from '../base/misuse.js'
import { reasonOf } from '../base/sentences.js'
import type { Contestants } from '../contestants/contestant.js'
import { entriesOf, type Entry, knownInputs } from '../contestants/entry.js'
import { Report } from '../report/report.js'
import { progressBar } from '../report/progress.js'
import type { BenchResult, NoRun, Run } from '../results/result.js'
import type { BenchEvent } from '../run/events.js'
import { type BenchOptions, type CheckedOptions, readOptions } from '../run/options.js'
import { runHere } from '../run/run-here.js'
import { startBackendInUse } from '../run/backend-in-use.js'
import { answer, answerAndEnd, assignment, isChild } from './child.js'
import { contestantsIn } from './module.js'
import { delegate, type Program, programFor } from './parent.js'
import { type Answer, parentVariable } from './protocol.js'

/** The results of this process's calls so far, for the processes that start the program again. */
const finished: BenchResult[] = []
let busy = false

/**
 * Times contestants against each other: nets, models, layers, compiled programs, and the results of
 * other programs. It gives all of them equal weights and checks that they compute the same; then
 * they take turns, in a new random order in each round. See the README for how it measures.
 *
 * With `backends`, each backend gets a process of its own, which starts the running program again
 * with the same arguments, up to this call, because functions cannot be sent to another process.
 * What the program does before this call happens there again; only its output is thrown away. It
 * may take twice as long as in the first process, and a minute; then the process is killed, and the
 * result says why the backend has no run. To avoid all that, give the URL of a module that exports
 * `contestants` and, if you like, `options`.
 * @throws TypeError for contestants and options that make no sense; a contestant that fails while
 *   it is measured becomes a row with its error instead
 * @throws BackendError if no backend is in use and none starts
 * @example
 * import { startBackend } from '@layersmith/backends'
 * import { bench } from '@layersmith/bench'
 * import { input } from 'layersmith'
 * import * as tf from '@tensorflow/tfjs'
 * await startBackend({ require: 'wasm' })
 * const byHand = () =>
 *   tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [4] })] })
 * const report = await bench(
 *   { ours: input([4]).dense(2), theirs: byHand },
 *   { batch: 8, modes: ['forward'], seconds: 0.05, ceilings: false },
 * )
 * report.result.runs[0]?.measurements[0]?.rows.map((row) => row.contestant) // ['ours', 'theirs']
 */
export const bench = async (
  contestants: Contestants | URL,
  options: BenchOptions = {},
): Promise<Report> => {
  const call = finished.length
  if (isChild()) return inChild(call, contestants, options)
  if (process.env[parentVariable] !== undefined)
    misuse('bench', 'to run in the program itself', 'a process that it started', 'see the README')
  if (busy) misuse('bench', 'one benchmark at a time', 'a second call', 'await the first')
  busy = true
  try {
    const asked = await prepared(contestants, options)
    const bar = asked.options.onEvent === undefined ? progressBar(process.stderr) : null
    const tell = asked.options.onEvent ?? bar?.show ?? (() => undefined)
    try {
      const outcomes =
        asked.options.backends === null
          ? [await onBackendInUse(asked, tell)]
          : await onBackends(
              asked.options.backends,
              asked,
              call,
              programFor(contestants, options),
              tell,
            )
      const result = resultOf(asked, outcomes)
      finished.push(result)
      return new Report(result)
    } finally {
      bar?.stop()
    }
  } finally {
    busy = false
  }
}

interface Asked {
  readonly entries: readonly Entry[]
  readonly options: CheckedOptions
}

/** Everything checked, with the defaults that depend on the contestants. */
const prepared = async (contestants: Contestants | URL, options: BenchOptions): Promise<Asked> => {
  const exported =
    contestants instanceof URL ? await contestantsIn(contestants) : { contestants, options: {} }
  const entries = entriesOf('bench', exported.contestants)
  const checked = readOptions({ ...exported.options, ...options })
  const racing = entries.filter((entry) => 'make' in entry).map(({ name }) => name)
  const reference =
    checked.reference === null
      ? (racing.at(-1) ?? null)
      : oneOf('bench: reference', racing, checked.reference)
  const inputs = checked.inputs ?? knownInputs(exported.contestants)
  return { entries, options: { ...checked, reference, inputs } }
}

const resultOf = ({ options }: Asked, outcomes: readonly (Run | NoRun)[]): BenchResult => {
  const { seconds, seed, reference, compare } = options
  return {
    benchmark: 'layersmith',
    format: 1,
    settings: { seconds, seed, reference: reference ?? '', compared: compare },
    runs: outcomes.filter((one): one is Run => 'measurements' in one),
    withoutRun: outcomes.filter((one): one is NoRun => 'reason' in one),
  }
}

/** In this process, which stays on its backend. */
const onBackendInUse = async (
  { entries, options }: Asked,
  tell: (event: BenchEvent) => void,
): Promise<Run> => {
  const running = await startBackendInUse(options.start)
  return runHere(entries, options, running, tell)
}

const onBackends = async (
  backends: readonly BackendName[],
  { options: { named } }: Asked,
  call: number,
  program: Program,
  tell: (event: BenchEvent) => void,
): Promise<readonly (Run | NoRun)[]> => {
  const outcomes: (Run | NoRun)[] = []
  for (const backend of backends)
    outcomes.push(await delegate(program, { call, backend, named, earlier: [...finished] }, tell))
  return outcomes
}

/** In the process of one backend: up to the call that the first process is in, and no further. */
const inChild = async (
  call: number,
  contestants: Contestants | URL,
  options: BenchOptions,
): Promise<Report> => {
  const { call: wanted, backend, named, earlier } = await assignment()
  const before = earlier[call]
  if (call < wanted && before !== undefined) {
    finished.push(before)
    return new Report(before, { writes: false })
  }
  answer({ answer: 'reached' })
  try {
    const asked = await prepared(contestants, options)
    return await answerAndEnd(await onBackend(backend, named, asked))
  } catch (error) {
    // of contestants, all errors end in rows
    if (!(error instanceof TypeError)) throw error
    return answerAndEnd({ answer: 'misuse', message: error.message })
  }
}

const onBackend = async (
  backend: BackendName,
  named: boolean,
  { entries, options }: Asked,
): Promise<Answer> => {
  const refused = (reason: string): Answer => ({
    answer: 'none',
    none: { backend, refused: true, reason },
  })
  let running: StartedBackend
  try {
    running = await startBackend({ ...options.start, require: backend })
  } catch (error) {
    if (error instanceof BackendError) return refused(whyNotStarted(error))
    throw error
  }
  if (running.device === 'software-gpu' && !named)
    return refused(
      `'${running.deviceName}' is emulated in software; ` +
        `name the backend to time it anyway: backends: ['${backend}']`,
    )
  const tell = (event: BenchEvent): void => {
    answer({ answer: 'event', event })
  }
  return { answer: 'run', run: await runHere(entries, options, running, tell) }
}

const whyNotStarted = ({ failure, message }: BackendError): string =>
  failure.code === 'none-started'
    ? failure.refusals.map(({ got, fix }) => `${reasonOf(got)}. ${fix}`).join('; ')
    : reasonOf(message)
