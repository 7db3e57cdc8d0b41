/*
 * The frame of a job on MNIST:
 *
 *   digits → backend → the steps of the example → times, memory, threshold
 */
import { join, resolve } from 'node:path'

import { startBackend } from '@layersmith/backends'
import * as tf from '@tensorflow/tfjs'

import type { CommonOptions } from './command-line.js'
import { loadMnist, type Mnist } from '../data/mnist.js'
import { Interrupted } from './interrupt.js'
import { duration, grouped, indented, percent, table } from '../terminal/format.js'
import { startStopwatch } from '../terminal/stopwatch.js'
import type { Terminal } from '../terminal/terminal.js'

/** What a job starts with. */
export interface Start<O> {
  readonly terminal: Terminal
  readonly options: O
  /** Aborts when Ctrl-C is pressed. */
  readonly signal: AbortSignal
  /** The folder of the example. */
  readonly home: string
}

/** What every step of a job works with. */
export interface Job<O> extends Start<O> {
  readonly mnist: Mnist
  /** Where results go. */
  readonly out: string
}

/** Runs one step of a job under its title, and times it. */
export type Step = <T>(title: string, work: () => T | Promise<T>) => Promise<T>

/** The job ran but did not deliver what it promises; the message says what, a stack is no help. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure'
}

/**
 * Runs the steps, which return the test accuracy, and checks that they free all tensors and reach
 * the threshold.
 */
export async function runJob<O extends CommonOptions>(
  start: Start<O>,
  work: (job: Job<O>, step: Step) => Promise<number>,
): Promise<void> {
  const { terminal, options, home, signal } = start
  const watch = startStopwatch()
  const step: Step = (title, run) => {
    signal.throwIfAborted()
    terminal.line(`\n${terminal.paint('title', title)}`)
    return watch.time(title, run)
  }

  const mnist = await step('Digits', () => loadDigits(terminal, options))
  await step('Backend', () => startAnyBackend(terminal, options))

  const baseline = tf.memory().numTensors
  const out = options.out === undefined ? join(home, 'out') : fromCaller(options.out)
  let accuracy: number
  try {
    accuracy = await work({ ...start, mnist, out }, step)
  } catch (error) {
    throw error instanceof Interrupted
      ? new Interrupted(`Stopped by Ctrl-C. ${tensorsLeft(baseline)}`, { cause: error })
      : error
  }

  terminal.line(`\n${terminal.paint('title', 'Times')}`)
  terminal.line(indented(table(watch.laps.map(({ name, seconds }) => [name, duration(seconds)]))))
  if (tf.memory().numTensors !== baseline) {
    throw new JobFailure(tensorsLeft(baseline))
  }
  terminal.line(`\n${tensorsLeft(baseline)}`)
  checkAccuracy(terminal, options.minAccuracy, accuracy)
}

async function loadDigits(terminal: Terminal, { data }: CommonOptions): Promise<Mnist> {
  const mnist = await loadMnist(data === undefined ? undefined : fromCaller(data))
  terminal.line(
    `   ${grouped(mnist.train.count)} to train with, ${grouped(mnist.test.count)} to test with`,
  )
  return mnist
}

async function startAnyBackend(terminal: Terminal, { backend }: CommonOptions): Promise<void> {
  const running = await startBackend(backend === undefined ? {} : { require: backend })
  const parts = [
    `${running.threads} thread${running.threads === 1 ? '' : 's'}`,
    running.simd ? 'SIMD' : 'no SIMD',
  ]
  terminal.line(`   ${running.backend} on ${running.device}, ${parts.join(', ')}`)
  if (running.kernels.length > 0) {
    terminal.line(
      `   added ${running.kernels.length} training kernels ` +
        'that TensorFlow.js lacks or gets wrong here',
    )
  }
  if (running.fastKernels !== undefined) {
    const { on, because } = running.fastKernels
    const kernels = 'the training kernels of @layersmith/wasm-kernels'
    terminal.line(on ? `   with ${kernels}` : `   without ${kernels}: ${because}`)
  }
  for (const { backend: name, got } of running.refused) {
    terminal.line(terminal.paint('faint', `   not ${name}: ${got}`))
  }
}

/**
 * A path as the person who typed it meant it: npm changes to the folder of the package before it
 * runs a script.
 */
function fromCaller(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path)
}

function tensorsLeft(baseline: number): string {
  const { numTensors } = tf.memory()
  return numTensors === baseline
    ? `All tensors freed: ${numTensors} in memory, as before the first step.`
    : `Not all tensors freed: ${numTensors} in memory, ${baseline} before the first step.`
}

function checkAccuracy(
  terminal: Terminal,
  minAccuracy: number | undefined,
  accuracy: number,
): void {
  if (minAccuracy === undefined) {
    terminal.line(
      'No threshold for the test accuracy: with fewer examples, set one with --min-accuracy.',
    )
    return
  }
  const verdict = `test accuracy ${percent(accuracy)}, at least ${percent(minAccuracy)} required`
  if (!(accuracy >= minAccuracy)) {
    throw new JobFailure(`Not reached: ${verdict}.`)
  }
  terminal.line(terminal.paint('good', `Reached: ${verdict}.`))
}
