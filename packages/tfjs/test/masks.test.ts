// The mask of padded steps reaches the layers that Keras brings it to, and no others.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { type AnyBlock, block, input, inputs } from '@layersmith/core'
import { audit, loadModel, toModel } from '@layersmith/tfjs'
import { reloaded } from './support/audited.js'
import { expectClose, leavesNothing, take, wave } from './support/tensors.js'

/** Two steps, and the same two with padding after them. */
const short = [
  [1, 2],
  [3, 4],
]
const padded = short.map((row) => [...row, 0, 0])
const tokens = (steps: number, after: AnyBlock) =>
  input([steps]).loose().embedding(5, 3, { maskZero: true }).pipe(after)

/** Expects that padding changes nothing, also after a load. */
const expectNoPadding = (after: AnyBlock): Promise<void> =>
  leavesNothing(async () => {
    const [long, cut] = [4, 2].map((steps) => toModel(tokens(steps, after), { seed: 1 }).model)
    const [x, y] = [tf.tensor2d(padded), tf.tensor2d(short)]
    const loaded = await reloaded(long!, loadModel)
    expect(audit(loaded)).toEqual([])
    const [got, again, wanted] = take(
      ...[long!.predict(x), loaded.predict(x), cut!.predict(y)].map((t) => t as tf.Tensor),
    )
    expectClose(got!, wanted!)
    expectClose(again!, wanted!)
    tf.dispose([x, y])
    for (const model of [long!, cut!, loaded]) model.dispose()
  })

describe('padded steps change nothing', () => {
  it('in an average over the steps', () => expectNoPadding(block().globalPool1d()))

  it.each<[string, AnyBlock]>([
    ['leakyRelu', block().leakyRelu()],
    ['elu', block().elu()],
    ['rescaling', block().rescaling(2)],
    ['thresholdedRelu', block().thresholdedRelu({ theta: 0.01 })],
  ])('after %s', (_, layer) => expectNoPadding(block().loose().pipe(layer).lstm(2)))
})

describe('a series without a mask beside tokens with one', () => {
  it.each<[string, AnyBlock]>([
    ['is averaged over all steps', block().globalPool1d()],
    ['is read to its end', block().simpleRnn(3)],
  ])('%s', (_, part) =>
    leavesNothing(() => {
      const both = toModel(
        inputs({ a: [4], b: [4, 3] })
          .each({
            a: block().embedding(5, 3, { maskZero: true }).globalPool1d(),
            b: block().loose().pipe(part),
          })
          .merge('concat') as AnyBlock,
        { seed: 1 },
      )
      const alone = toModel(input([4, 3]).loose().pipe(part), { seed: 1 })
      const weights = both.model.getWeights().slice(1)
      alone.model.setWeights(weights)
      const [a, b] = [tf.tensor2d(padded), wave([2, 4, 3])]
      const [got, wanted] = take(
        both.model.predict([a, b]) as tf.Tensor,
        alone.model.predict(b) as tf.Tensor,
      )
      // the last three values of each row
      expectClose([...got!.slice(3, 6), ...got!.slice(9)], wanted!)
      tf.dispose([a, b])
      both.dispose()
      alone.dispose()
    }),
  )
})

describe('a bilinear upsample', () => {
  it('takes pixels at their centers, as in Keras', () =>
    leavesNothing(() => {
      const { model } = toModel(input([1, 2, 1]).upsample([1, 2], { interpolation: 'bilinear' }))
      const x = tf.tensor4d([0, 1], [1, 1, 2, 1])
      expectClose(take(model.predict(x) as tf.Tensor)[0]!, [0, 0.25, 0.75, 1])
      x.dispose()
      model.dispose()
    }))

  it('has the gradient of what it computes', () =>
    leavesNothing(() => {
      const { model } = toModel(input([3, 2, 2]).upsample([2, 3], { interpolation: 'bilinear' }))
      const x = wave([2, 3, 2, 2])
      const factor = wave([2, 6, 6, 2], 3)
      const loss = (t: tf.Tensor) => tf.sum(tf.mul(model.apply(t) as tf.Tensor, factor)).asScalar()
      const gradient = take(tf.tidy(() => tf.grad(loss)(x)))[0]!
      // it is linear, so a step of 1 is exact
      const wanted = gradient.map((_, i) =>
        tf.tidy(() => {
          const step = tf.oneHot([i], x.size).reshape(x.shape).toFloat()
          return loss(x.add(step)).sub(loss(x)).dataSync()[0]!
        }),
      )
      expectClose(gradient, wanted, 1e-4)
      tf.dispose([x, factor])
      model.dispose()
    }))
})
