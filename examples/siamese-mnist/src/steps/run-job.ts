/*
 * Siamese nets on pairs of digits:
 *
 *   1 the net → 2 train on the signed difference → 3 train on the squared difference
 *     → 4 save and load → 5 picture
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import {
  type Curve,
  drawTrainingCurve,
  grouped,
  indented,
  type Job as AnyJob,
  JobFailure,
  percent,
  progressView,
  runJob,
  table,
  train,
} from '@layersmith/example-shared'
import type * as tf from '@tensorflow/tfjs'
import { fileHandler, loadModel, plan, toModel } from 'layersmith'

import { accuracyOn } from '../training/evaluate.js'
import { signed, squared } from '../nets/siamese.js'
import type { Options } from '../job/options.js'
import { drawPairs, pairBatch, type Pairs } from '../training/pairs.js'

type Job = AnyJob<Options>

const testPairs = 10_000

export const runSiamese = (start: Omit<Job, 'mnist' | 'out'>): Promise<void> =>
  runJob(start, async (job, step) => {
    const {
      mnist,
      options: { pairs, seed },
    } = job
    const seen = drawPairs(mnist.train, pairs, seed)
    const unseen = drawPairs(mnist.test, testPairs, seed)
    await step('1  The net: one encoder for both sides', () => showTies(job))

    const plain = toModel(signed, { seed })
    let chance: Trained
    try {
      chance = await step('2  Training on the signed difference', () =>
        trainOn(job, plain.model, seen, unseen),
      )
    } finally {
      plain.dispose()
    }
    const built = toModel(squared, { seed })
    try {
      const trained = await step('3  Training on the squared difference', () =>
        trainOn(job, built.model, seen, unseen),
      )
      await step('4  To disk and back', () =>
        saveAndLoad(job, built.model, unseen, trained.testAccuracy),
      )
      await step('5  A picture', () =>
        drawPicture(job, [
          { name: 'signed difference', ...chance },
          { name: 'squared difference', ...trained },
        ]),
      )
      return trained.testAccuracy
    } finally {
      built.dispose()
    }
  })

/** Which layers both sides share, and which each side has for itself. */
function showTies({ terminal }: Job): void {
  const { instances, params } = plan(squared)
  const withWeights = instances.filter(
    ({ held }) => held === 'weights' || held === 'batchStatistics',
  )
  terminal.line(
    indented(
      table(withWeights.map(({ kind, positions }) => [`one ${kind} for`, positions.join(' and ')])),
    ),
  )
  terminal.line(`   ${grouped(params.trainable)} parameters to train`)
}

type Trained = Omit<Curve, 'name'>

/** Trains a model and measures its accuracy on pairs it has never seen. */
async function trainOn(
  { terminal, options, signal }: Job,
  model: tf.LayersModel,
  seen: Pairs,
  unseen: Pairs,
): Promise<Trained> {
  const view = progressView(terminal, seen.same.length, 'pairs')
  let steps: Curve['steps']
  try {
    steps = await train(
      model,
      {
        loss: 'binaryCrossentropy',
        learningRate: 3e-3,
        order: Uint32Array.from(seen.same.keys()),
        batch: options.batch,
        batchOf: (numbers) => pairBatch(seen, numbers),
      },
      { signal, onStep: view.show },
    )
  } finally {
    view.stop()
  }
  const testAccuracy = await accuracyOn(model, unseen, signal)
  terminal.line(
    `   test accuracy ${terminal.paint('name', percent(testAccuracy))} ` +
      `on ${unseen.same.length} pairs; chance is ${percent(0.5)}`,
  )
  return { steps, testAccuracy }
}

/** The file keeps the tie: the loaded model has the same number of weights and the same answers. */
async function saveAndLoad(
  { terminal, signal, out }: Job,
  model: tf.LayersModel,
  unseen: Pairs,
  accuracy: number,
): Promise<void> {
  const folder = join(out, 'model')
  await model.save(fileHandler(folder))
  const loaded = await loadModel(fileHandler(folder))
  try {
    const again = await accuracyOn(loaded, unseen, signal)
    if (again !== accuracy || loaded.countParams() !== model.countParams()) {
      throw new JobFailure(
        `after loading: expected ${model.countParams()} parameters and a test accuracy of ` +
          `${accuracy}, got ${loaded.countParams()} and ${again}`,
      )
    }
    terminal.line(`   saved with model.save(fileHandler(…)) to ${folder}`)
    terminal.line(
      `   loaded with loadModel(fileHandler(…)): test accuracy ${percent(again)}, the same`,
    )
  } finally {
    loaded.dispose()
  }
}

/** Both trainings in one picture. */
async function drawPicture({ terminal, out }: Job, curves: readonly Curve[]): Promise<void> {
  const file = join(out, 'training-curve.svg')
  const title = 'Siamese nets: do two pictures show the same digit?'
  await mkdir(out, { recursive: true })
  await writeFile(file, await drawTrainingCurve({ title, unit: 'Pairs', curves }))
  terminal.line(`   ${file}`)
}
