/** Step 5: to disk and back, using only TensorFlow.js's own save and load. */
import { join } from 'node:path'

import { accuracyOf, JobFailure, percent, scoresFor } from '@layersmith/example-shared'
import * as tf from '@tensorflow/tfjs'
import { fileHandler } from 'layersmith'

import type { Job } from '../job/job.js'
import { largestDifference } from '../training/compare.js'
import type { Trained } from './train-net.js'

export async function saveAndLoad(
  job: Job,
  model: tf.LayersModel,
  trained: Trained,
): Promise<void> {
  const { terminal, mnist, signal, out } = job
  const folder = join(out, 'model')
  await model.save(fileHandler(folder))
  const loaded = await tf.loadLayersModel(fileHandler(folder))
  try {
    const scores = await scoresFor(loaded, mnist.test, signal)
    const accuracy = accuracyOf(scores, mnist.test.labels)
    const difference = largestDifference(scores, trained.scores)
    if (accuracy !== trained.accuracy) {
      throw new JobFailure(
        `after loading: expected a test accuracy of ${trained.accuracy}, got ${accuracy}`,
      )
    }
    terminal.line(`   saved with model.save(fileHandler(…)) to ${folder}`)
    terminal.line(
      '   loaded with tf.loadLayersModel(fileHandler(…)): ' +
        `test accuracy ${percent(accuracy)}, the same`,
    )
    terminal.line(`   largest difference of outputs ${difference.toExponential(1)}`)
  } finally {
    loaded.dispose()
  }
}
