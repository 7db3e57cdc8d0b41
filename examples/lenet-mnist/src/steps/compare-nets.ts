/**
 * Step 1: with the same weights, the layersmith net and the hand-written net must give the same
 * outputs.
 */
import {
  batchRange,
  type Digits,
  firstDigits,
  grouped,
  JobFailure,
  pause,
  scoresFor,
} from '@layersmith/example-shared'
import * as tf from '@tensorflow/tfjs'
import { toModel } from 'layersmith'

import type { Job } from '../job/job.js'
import { handWrittenNet } from '../nets/feature-extractor.js'
import { lenet } from '../nets/lenet.js'
import { largestDifference } from '../training/compare.js'

const tolerance = 1e-5
const digitsCompared = 500
const trainingSteps = 5
const batchSize = 64

export async function compareNets({ terminal, mnist, options, signal }: Job): Promise<void> {
  const built = toModel(lenet, { seed: options.seed })
  const byHand = handWrittenNet()
  try {
    const [ours, theirs] = [built.model, byHand].map((model) => grouped(model.countParams()))
    terminal.line('   with layersmith  src/nets/lenet.ts              one chain of calls')
    terminal.line(
      '   by hand          src/nets/feature-extractor.ts  a layer with build, call and shapes',
    )
    terminal.line(`   parameters       ${ours} and ${theirs}`)

    copyWeights(built.model, byHand)
    const test = firstDigits(mnist.test, digitsCompared)
    const compare = async (when: string) => {
      const difference = largestDifference(
        await scoresFor(built.model, test, signal),
        await scoresFor(byHand, test, signal),
      )
      const verdict =
        `largest difference of outputs ${difference.toExponential(1)} ` +
        `on ${digitsCompared} digits, ${when}`
      // Written this way round so that NaN fails too.
      if (!(difference <= tolerance)) {
        throw new JobFailure(`${verdict}: more than ${tolerance}`)
      }
      terminal.line(`   ${terminal.paint('good', 'equal')}            ${verdict}`)
    }
    await compare('weights copied')
    await trainAlike([built.model, byHand], mnist.train, signal)
    await compare(`both trained for ${trainingSteps} more steps`)
  } finally {
    byHand.dispose()
    built.dispose()
  }
}

/** Both hold their weights in the order of the layers; `setWeights` checks every shape. */
function copyWeights(from: tf.LayersModel, to: tf.LayersModel): void {
  to.setWeights(from.getWeights())
}

/**
 * Plain gradient descent: Adam divides by the size of the gradient, which would magnify rounding
 * errors in the last digit.
 */
async function trainAlike(
  models: readonly tf.LayersModel[],
  digits: Digits,
  signal: AbortSignal,
): Promise<void> {
  for (const model of models) {
    const optimizer = tf.train.sgd(0.05)
    try {
      model.compile({ optimizer, loss: 'categoricalCrossentropy' })
      for (let step = 0; step < trainingSteps; step++) {
        const { x, y } = batchRange(digits, step * batchSize, (step + 1) * batchSize)
        try {
          await model.trainOnBatch(x, y)
        } finally {
          tf.dispose([x, y])
        }
        await pause(signal)
      }
    } finally {
      optimizer.dispose()
    }
  }
}
