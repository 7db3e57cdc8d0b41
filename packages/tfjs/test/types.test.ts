// What must compile and what must not; the compiler checks this file, jest only that it loads.
import { expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import {
  type AnyBlock,
  type Block,
  type Sig,
  type Trait,
  block,
  input,
  inputs as several,
} from '@layersmith/core'
import { type Built, shared, toLayer, toModel } from '@layersmith/tfjs'

const l = tf.layers

export const ranks = () => {
  const built = toModel(input([8, 8, 3]).conv(2, 2).tap('a').globalPool().tap('b'))
  const x = tf.zeros<tf.Rank.R4>([1, 8, 8, 3])
  const out: tf.Tensor2D = built.predict(x)
  const a: tf.Tensor4D = built.features(x).a
  const b: tf.Tensor2D = built.features(x).b
  // @ts-expect-error no such tap
  const c: unknown = built.features(x).c
  // @ts-expect-error of another rank
  void built.predict(tf.zeros<tf.Rank.R3>([8, 8, 3]))
  const none: {} = toModel(input([3]).dense(2)).features(tf.zeros<tf.Rank.R2>([1, 3]))
  // @ts-expect-error it has no taps
  const d: unknown = toModel(input([3]).dense(2)).features(tf.zeros<tf.Rank.R2>([1, 3])).a
  const any: Built<Sig> = built
  return [out, a, b, c, d, none, any]
}

export const graphs = (left: tf.Tensor4D, right: tf.Tensor4D) => {
  const pair = toModel(
    several({ left: [8, 8, 1], right: [8, 8, 1] })
      .each(block().conv(2, 3).tap('c'))
      .merge('subtract'),
  )
  const y: tf.Tensor4D = pair.predict({ left, right })
  // @ts-expect-error one is missing
  void pair.predict({ left })
  // @ts-expect-error no such input
  void pair.predict({ left, right, middle: left })
  // @ts-expect-error not one tensor
  void pair.predict(left)
  // @ts-expect-error of another rank
  void pair.predict({ left, right: y.flatten() })
  const features = pair.features({ left, right })
  const taps: [tf.Tensor4D, tf.Tensor4D] = [features['c.left'], features['c.right']]
  const two = toModel(
    input([8, 8, 1]).outputs({ flat: block().flatten(), image: block().conv(2, 3) }),
  )
  const { flat, image }: { flat: tf.Tensor2D; image: tf.Tensor4D } = two.predict(left)
  // @ts-expect-error no such output
  const other: unknown = two.predict(left).other
  // @ts-expect-error a layer has one input
  void toLayer(several({ left: [8], right: [8] }).merge('add'))
  // @ts-expect-error a layer has one output
  void toLayer(input([8]).outputs({ a: block() }))
  return [y, taps, flat, image, other]
}

export const inputs = (anything: AnyBlock) => {
  // @ts-expect-error its input is unknown
  void toModel(block().relu())
  // @ts-expect-error not an option
  void toModel(input([3]).dense(2), { nam: 'x' })
  const y: tf.Tensor = toModel(anything).predict(tf.zeros([1]))
  const z: tf.Tensor = toModel(input([3]).dense(3).loose()).predict(tf.zeros([1]))
  const layers: tf.layers.Layer[] = [
    toLayer(block().bn()),
    toLayer(input([3]).dense(2)),
    toLayer(anything, { name: 'x', seed: 1, share: 'none' }),
  ]
  const generic = <S extends Sig, H extends Trait>(b: Block<S, H>) => toLayer(b)
  return [y, z, layers, generic]
}

export const stateless = (model: tf.LayersModel, layer: tf.layers.Layer, anything: AnyBlock) => {
  const part = shared(block().relu().pool(2))
  const shape: [6, 6, 16] = input([32, 32, 3]).conv(8, 3).pipe(part).conv(16, 3).pipe(part).shape
  const same: [4, 4, 3] = input([4, 4, 3]).pipe(shared(l.reLU())).shape
  const other: (number | null)[] = input([4, 4, 3]).pipe(
    shared(l.maxPooling2d({ poolSize: 2 })),
  ).shape
  // @ts-expect-error batch statistics
  shared(l.batchNormalization())
  // @ts-expect-error it holds weights
  shared(l.conv2d({ filters: 1, kernelSize: 1 }))
  // @ts-expect-error it holds weights
  shared(l.dense({ units: 1 }))
  // @ts-expect-error it holds weights
  shared(l.prelu())
  // @ts-expect-error it holds weights
  shared(l.lstm({ units: 1 }))
  // @ts-expect-error weights, though it has an activation like an Activation
  shared(l.lstmCell({ units: 1 }))
  // @ts-expect-error it holds weights
  shared(l.timeDistributed({ layer: l.dense({ units: 1 }) }))
  // @ts-expect-error several inputs
  shared(l.add())
  // @ts-expect-error a model is not a stateless layer
  shared(model)
  // @ts-expect-error its class is unknown
  shared(layer)
  // @ts-expect-error batch statistics
  shared(block().bn())
  // @ts-expect-error its randomness is seeded
  shared(block().dropout(0.5, { seed: 1 }))
  // @ts-expect-error nothing is known about it
  shared(anything)
  // @ts-expect-error not a part at all
  shared(3)
  return [shape, same, other]
}

it('compiles', () => {
  expect([ranks, inputs, stateless].every((f) => typeof f === 'function')).toBe(true)
})
