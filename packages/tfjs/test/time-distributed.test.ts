// Each option of Keras's layers in a timeDistributed: against the layer itself, over all steps at
// once.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { type AnyBlock, block, check, input } from '@layersmith/core'
import { loadModel, toModel } from '@layersmith/tfjs'
import { reloaded } from './support/audited.js'
import { expectClose, leavesNothing, take, valuesOf, wave } from './support/tensors.js'

const values = (t: tf.Tensor): number[] => take(t)[0]!
const predicted = (model: tf.LayersModel, x: tf.Tensor): number[] =>
  values(model.predict(x) as tf.Tensor)
/** A step of SGD towards ones. */
const learn = async (model: tf.LayersModel, x: tf.Tensor): Promise<number[]> => {
  const optimizer = tf.train.sgd(0.1)
  const y = tf.ones([x.shape[0], ...(model.outputs[0]!.shape.slice(1) as number[])])
  model.compile({ optimizer, loss: 'meanSquaredError' })
  await model.trainOnBatch(x, y)
  optimizer.dispose()
  y.dispose()
  return valuesOf(model).flat()
}

describe('timeDistributed over an option of Keras', () => {
  it.each<[string, number[], AnyBlock]>([
    ['groups', [5, 4, 4], block().conv(4, 2, { groups: 2, activation: 'tanh' })],
    ['a group for each channel', [5, 4, 4], block().conv(8, 2, { groups: 4, padding: 'same' })],
    ['causal padding', [6, 4], block().conv1d(4, 2, { padding: 'causal', dilation: 2, groups: 2 })],
    ['a depthwise dilation', [6, 5, 2], block().depthwiseConv(2, { dilation: [2, 1] })],
    ['an output padding', [3, 2, 2], block().convTranspose(3, 3, { stride: 2, outputPadding: 1 })],
    ['a transposed dilation', [3, 2, 2], block().convTranspose(3, 2, { dilation: 2 })],
    ['keepDims', [4, 3, 2], block().globalPool({ keepDims: true })],
    ['keepDims in 1-D', [4, 3], block().globalPool1d({ keepDims: true, kind: 'max' })],
    ['a slope', [4, 3], block().relu({ maxValue: 0.5, negativeSlope: 0.2, threshold: 0.1 })],
    ['scales', [4, 3], block().rescaling([1, 2, 3], { offset: [0, 1, -1] })],
    ['resetAfter', [4, 3], block().gru(2, { resetAfter: true, returnSequences: true })],
    [
      'resetAfter in both directions',
      [4, 3],
      block().bidirectional(block().gru(2, { resetAfter: true })),
    ],
    ['another axis', [4, 3], block().bn({ axis: 1 })],
    ['the last axis', [4, 3], block().softmax({ axis: 2 })],
    ['groups of a normalization', [4, 3, 4], block().groupNorm(2)],
    ['a given mean', [4, 3], block().normalization({ mean: [1, 2, 3], variance: [2, 1, 4] })],
    ['an initial scale', [4, 3], block().layerScale({ initial: 0.5 })],
    ['unit length', [4, 3], block().unitNorm()],
  ])('%s computes what the layer computes at each step', async (_, shape, part) => {
    await leavesNothing(async () => {
      const around = toModel(
        input([3, ...shape])
          .loose()
          .timeDistributed(part),
        { seed: 1 },
      )
      const inside = toModel(input(shape).loose().pipe(part), { seed: 2 })
      inside.model.setWeights(around.model.getWeights())
      const x = wave([2, 3, ...shape])
      const flat = x.reshape([6, ...shape])
      expectClose(predicted(around.model, x), predicted(inside.model, flat))
      const again = await reloaded(around.model, loadModel)
      expectClose(predicted(again, x), predicted(inside.model, flat))
      // the gradient, and what a step learns
      const size = tf.util.sizeFromShape(inside.plan.outputs[0]!.shape as number[])
      const factor = wave([6, size], 3)
      const gradient = ({ layers }: tf.LayersModel, at: tf.Tensor): number[] =>
        values(
          tf.grad((t: tf.Tensor) => {
            const y = layers.at(-1)!.apply(t, { training: true }) as tf.Tensor
            return tf.sum(tf.mul(y.reshape([6, size]), factor))
          })(at),
        )
      expectClose(gradient(around.model, x), gradient(inside.model, flat))
      if (around.model.trainableWeights.length > 0)
        expectClose(await learn(around.model, x), await learn(inside.model, flat))
      tf.dispose([x, flat, factor])
      again.dispose()
      around.dispose()
      inside.dispose()
    })
  })

  it.each<[string, AnyBlock, string]>([
    ['groups', block().conv(4, 2, { groups: 3 }), 'groups must divide the channels of 5x4x4'],
    ['an axis', block().softmax({ axis: 1 }), 'axis must be the last one of 5x4x4'],
    [
      'a noise shape',
      block().dropout(0.5, { noiseShape: [null, 1] }),
      'noiseShape must be the batch',
    ],
    [
      'an output padding',
      block().loose().convTranspose(4, 2, { outputPadding: 2 }),
      'outputPadding must be smaller than stride 1x1',
    ],
    ['scales', block().rescaling([1, 2]), 'scale must be a number, or one for each channel'],
  ])('%s that does not fit is refused by path', (_, part, words) => {
    const checked = check(input([3, 5, 4, 4]).loose().timeDistributed(part))
    expect(checked).toMatchObject({
      left: [{ path: 'timeDistributed1', expected: expect.stringContaining(words) }],
    })
  })
})
