import { compile } from '@layersmith/compile'
import type * as tf from '@tensorflow/tfjs'
import { block, fromModel, graph, input, toModel, weightsOf } from 'layersmith'
import { describe, expect, test } from 'tstyche'

declare const images: tf.Tensor4D
declare const vectors: tf.Tensor2D
declare const model: tf.LayersModel

describe('a compiled build', async () => {
  const net = input([8, 8, 3]).conv(4, 3).tap('c1').globalPool().tap('c2').dense(5)
  const built = toModel(net)
  const run = await compile(built)

  test('takes and gives what predict does, and takes typed arrays', () => {
    expect(run(images)).type.toBe<tf.Tensor2D>()
    expect(run(new Float32Array(192))).type.toBe<tf.Tensor2D>()
    expect(run).type.not.toBeCallableWith(vectors)
    expect(run).type.not.toBeCallableWith([1, 2])
    expect(run).type.not.toBeCallableWith(new BigInt64Array(1))
  })

  test('has the taps that were asked for', async () => {
    const tapped = await compile(built, { taps: ['c1'] })
    expect(tapped.features(images)).type.toBe<{ readonly c1: tf.Tensor4D }>()
    expect(run.features(images)).type.toBe<{}>()
    expect(compile).type.not.toBeCallableWith(built, { taps: ['c3'] })
    expect(compile).type.not.toBeCallableWith(built, { engine: 'fast' })
  })

  test('is the same from a net and its weights', async () => {
    const again = await compile({ net, weights: weightsOf(built) }, { taps: ['c2'] })
    expect(again(images)).type.toBe<tf.Tensor2D>()
    expect(again.features(images)).type.toBe<{ readonly c2: tf.Tensor2D }>()
  })
})

test('several inputs and outputs have their names', async () => {
  const net = graph({ a: [4], b: [4] }, ({ a, b }) => ({
    left: a.pipe(block().dense(2)),
    right: b,
  }))
  const run = await compile(toModel(net))
  const y = run({ a: vectors, b: new Float32Array(4) })
  expect(y.left).type.toBe<tf.Tensor2D>()
  expect(run).type.not.toBeCallableWith(vectors)
  expect(run).type.not.toBeCallableWith({ a: vectors })
})

test('a model of others gives tensors of any shape', async () => {
  const run = await compile(model)
  expect(run(vectors)).type.toBe<tf.Tensor>()
  const imported = await compile(fromModel(model))
  expect(imported(new Float32Array(4))).type.toBe<tf.Tensor>()
})
