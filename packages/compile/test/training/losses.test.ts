// Losses and their gradients, against trainOnBatch.
import { describe, expect, it } from '@jest/globals'
import { input } from '@layersmith/core'
import { compileTraining, losses } from '@layersmith/compile'
import * as tf from '@tensorflow/tfjs'
import {
  type Batches,
  beside,
  build,
  distance,
  sizeOf,
  targets,
  wave,
  weightsOf,
} from '../support/training.js'

const vector = input([5]).dense(6, { activation: 'tanh' })
const image = input([4, 3, 2]).conv(4, 1)
type Activation = 'softmax' | 'sigmoid' | 'linear'
const nets = (activation: Activation) => [
  ['of a vector', vector.dense(4, { activation })] as const,
  ['of pixels', image.conv(3, 1, { activation })] as const,
]

/** A rate of 1 shows gradients as they are. */
const options = (loss: unknown) => ({ optimizer: tf.train.sgd(1), loss })
const agrees = async (net: unknown, loss: unknown, target: Batches['target']): Promise<void> => {
  const { weights, measures } = await beside(net, options(loss), { steps: 2, target })
  expect(measures).toBeLessThan(1e-5)
  expect(weights).toBeLessThan(1e-5)
}

describe.each(['softmax', 'sigmoid'] as const)('after %s', (activation) => {
  it.each(nets(activation))('categorical cross-entropy %s', (_, net) =>
    agrees(net, 'categoricalCrossentropy', 'hot'),
  )
  it.each(nets(activation))('categorical cross-entropy of any targets %s', (_, net) =>
    agrees(net, 'categoricalCrossentropy', 'yes'),
  )
  it.each(nets(activation))('sparse categorical cross-entropy %s', (_, net) =>
    agrees(net, 'sparseCategoricalCrossentropy', 'sparse'),
  )
  it.each(nets(activation))('binary cross-entropy %s', (_, net) =>
    agrees(net, 'binaryCrossentropy', 'yes'),
  )
})

describe('of logits', () => {
  it.each(nets('linear'))('categorical cross-entropy %s', (_, net) =>
    agrees(net, losses.fromLogits('categoricalCrossentropy'), 'hot'),
  )
  it.each(nets('linear'))('as the function of TensorFlow.js %s', (_, net) =>
    agrees(net, tf.losses.softmaxCrossEntropy, 'hot'),
  )
  it.each(nets('linear'))('binary cross-entropy %s', (_, net) =>
    agrees(net, losses.fromLogits('binaryCrossentropy'), 'yes'),
  )
  // TensorFlow.js takes no numbers of classes for it
  it.each(nets('linear'))('sparse categorical cross-entropy as of classes %s', async (_, net) => {
    const [theirs, mine] = [build(net), build(net)]
    const loss = losses.fromLogits('sparseCategoricalCrossentropy')
    const trainer = await compileTraining(mine, options(loss) as never)
    theirs.model.compile(options(tf.losses.softmaxCrossEntropy) as never)
    const { inputs, outputs } = mine.plan
    const [from, to] = [inputs, outputs].map(([one]) => [4, ...(one?.shape ?? [])].map(Number))
    if (from === undefined || to === undefined) throw new Error('a net has an input and an output')
    const classes = to.at(-1) ?? 1
    const rows = sizeOf(to) / classes
    for (let step = 0; step < 2; step++) {
      const x = wave(sizeOf(from), step)
      const given = [tf.tensor(x, from), tf.tensor(targets.hot(rows, classes, step), to)] as const
      const wanted = Number(await theirs.model.trainOnBatch(...given))
      tf.dispose([...given])
      const sparse = targets.sparse(rows, classes, step)
      const got = trainer.step(x, sparse) as { readonly loss: number }
      expect(Math.abs(got.loss - wanted)).toBeLessThan(1e-5)
    }
    trainer.sync()
    expect(distance(weightsOf(mine), weightsOf(theirs))).toBeLessThan(1e-5)
    trainer.dispose()
    mine.dispose()
    theirs.dispose()
  })
})

describe('of numbers', () => {
  it.each(['meanSquaredError', 'meanAbsoluteError', 'huber'] as const)('%s', async (loss) => {
    for (const [, net] of nets('linear')) await agrees(net, loss, 'real')
    // after an activation that a head could take its gradient through
    for (const [, net] of nets('softmax')) await agrees(net, loss, 'real')
  })
  it('Huber with another limit', () => agrees(vector.dense(2), losses.huber(0.3), 'real'))
  it.each([
    ['meanSquaredError', tf.losses.meanSquaredError],
    ['absoluteDifference', tf.losses.absoluteDifference],
    ['huberLoss', tf.losses.huberLoss],
  ])('tf.losses.%s', (_, loss) => agrees(vector.dense(2), loss, 'real'))
})
