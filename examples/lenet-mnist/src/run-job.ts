/*
 * LeNet on MNIST: what layersmith does, shown on one small network.
 *
 *   digits → backend
 *     → 1 compare with the layer by hand → 2 plan → 3 mistakes → 4 train → 5 save and load → 6 pictures
 *     → times, memory, threshold
 */
import { join, resolve } from 'node:path'

import { startBackend } from '@layersmith/backends'
import * as tf from '@tensorflow/tfjs'
import { toModel } from 'layersmith'

import { loadMnist, type Mnist } from './data/mnist.js'
import { Interrupted } from './interrupt.js'
import { JobFailure, type Job } from './job.js'
import { lenet } from './nets/lenet.js'
import { UsageError, type Options } from './options.js'
import { compareNets } from './steps/compare-nets.js'
import { drawPictures } from './steps/draw-pictures.js'
import { saveAndLoad } from './steps/save-and-load.js'
import { showMistakes } from './steps/show-mistakes.js'
import { showPlan } from './steps/show-plan.js'
import { trainNet, type Trained } from './steps/train-net.js'
import { duration, grouped, indented, percent, table } from './terminal/format.js'
import { startStopwatch } from './terminal/stopwatch.js'
import type { Terminal } from './terminal/terminal.js'

export async function runJob({ terminal, options, home, signal }: Omit<Job, 'mnist' | 'out'>): Promise<void> {
  const watch = startStopwatch()
  const step = <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
    signal.throwIfAborted()
    terminal.line(`\n${terminal.paint('title', name)}`)
    return watch.time(name, work)
  }

  const mnist = await step('Digits', () => loadDigits(terminal, options))
  await step('Backend', () => startAnyBackend(terminal, options))

  const baseline = tf.memory().numTensors
  const out = options.out === undefined ? join(home, 'out') : fromCaller(options.out)
  const job: Job = { terminal, options, home, signal, mnist, out }
  let trained: Trained
  try {
    await step('1  The same network, with layersmith and by hand', () => compareNets(job))
    await step('2  The plan', () => showPlan(job))
    await step('3  Two classic mistakes', () => showMistakes(job))

    const built = toModel(lenet, { seed: options.seed })
    try {
      trained = await step('4  Training', () => trainNet(job, built.model))
      await step('5  To disk and back', () => saveAndLoad(job, built.model, trained))
      await step('6  Pictures', () => drawPictures(job, built.plan, trained))
    } finally {
      built.dispose()
    }
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
  checkAccuracy(job, trained.accuracy)
}

async function loadDigits(terminal: Terminal, { data, images }: Options): Promise<Mnist> {
  const mnist = await loadMnist(data === undefined ? undefined : fromCaller(data))
  const { train, test } = mnist
  if (images !== undefined && images > train.count) {
    throw new UsageError(`--images: expected at most ${train.count}, as many as there are, got ${images}`)
  }
  terminal.line(`   ${grouped(train.count)} to train with, ${grouped(test.count)} to test with`)
  return mnist
}

async function startAnyBackend(terminal: Terminal, { backend }: Options): Promise<void> {
  const running = await startBackend(backend === undefined ? {} : { require: backend })
  const parts = [`${running.threads} thread${running.threads === 1 ? '' : 's'}`, running.simd ? 'SIMD' : 'no SIMD']
  terminal.line(`   ${running.backend} on ${running.device}, ${parts.join(', ')}`)
  if (running.kernels.length > 0) {
    terminal.line(`   ${running.kernels.length} kernels added, which TensorFlow.js lacks or has wrong for training here`)
  }
  for (const { backend: name, got } of running.refused) {
    terminal.line(terminal.paint('faint', `   not ${name}: ${got}`))
  }
}

/** A path as the person who typed it means it: npm moves to the folder of the package before it runs a script. */
function fromCaller(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path)
}

function tensorsLeft(baseline: number): string {
  const { numTensors } = tf.memory()
  return numTensors === baseline
    ? `All tensors freed: ${numTensors} in memory, as before step 1.`
    : `Not all tensors freed: ${numTensors} in memory, ${baseline} before step 1.`
}

function checkAccuracy({ terminal, options }: Job, accuracy: number): void {
  const { minAccuracy } = options
  if (minAccuracy === undefined) {
    terminal.line('No threshold for the test accuracy: on fewer images there is one only with --min-accuracy.')
    return
  }
  const verdict = `test accuracy ${percent(accuracy)}, at least ${percent(minAccuracy)} wanted`
  if (!(accuracy >= minAccuracy)) {
    throw new JobFailure(`Not reached: ${verdict}.`)
  }
  terminal.line(terminal.paint('good', `Reached: ${verdict}.`))
}
