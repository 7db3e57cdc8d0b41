/**
 * Steps 4 and 5: the trained weights come back, and get right as many digits as those of a training
 * here.
 */
import { lenet, train } from '@layersmith/example-lenet-mnist'
import {
  accuracyOf,
  JobFailure,
  percent,
  progressView,
  scoresFor,
} from '@layersmith/example-shared'
import { readKeras } from '@layersmith/keras'
import type * as tf from '@tensorflow/tfjs'
import { loadWeights, toModel } from 'layersmith'

import type { Job } from '../job/job.js'

/** Reads the file into a fresh model; returns the test accuracy. */
export async function bringBack(job: Job, file: string): Promise<number> {
  const { net, weights } = await readKeras<typeof lenet>(file)
  const built = toModel(net)
  try {
    loadWeights(built, weights)
    return await testAccuracy(job, built.model)
  } finally {
    built.dispose()
  }
}

/** Trains the same net as `npm start` does, and compares. */
export async function trainHere(job: Job, accuracy: number): Promise<void> {
  const { terminal, options, mnist, signal } = job
  const { batch, seed, accuracyWithin, images = mnist.train.count } = options
  const built = toModel(lenet, { seed })
  const view = progressView(terminal, images)
  let here: number
  try {
    const settings = { images, epochs: 1, batch, seed }
    await train(built.model, mnist.train, settings, { signal, onStep: view.show })
    here = await testAccuracy(job, built.model)
  } finally {
    view.stop()
    built.dispose()
  }
  const difference = Math.abs(accuracy - here)
  terminal.line(`   ${percent(difference)} apart`)
  if (accuracyWithin !== undefined && difference > accuracyWithin) {
    throw new JobFailure(`The accuracies may be ${percent(accuracyWithin)} apart at most`)
  }
}

async function testAccuracy(
  { terminal, mnist, signal }: Job,
  model: tf.LayersModel,
): Promise<number> {
  const scores = await scoresFor(model, mnist.test, signal)
  const accuracy = accuracyOf(scores, mnist.test.labels)
  terminal.line(`   test accuracy ${terminal.paint('name', percent(accuracy))}`)
  return accuracy
}
