import type * as tf from '@tensorflow/tfjs'
import { block, input, inputs, toModel } from 'layersmith'
import { describe, expect, test } from 'tstyche'

declare const x: tf.Tensor2D
declare const images: tf.Tensor4D
declare const list: tf.Tensor1D

describe('a net with one output', () => {
  const built = toModel(input([4]).dense(3))

  test('takes a tensor for its targets, or a list', () => {
    expect(built.fit).type.toBeCallableWith(x, x)
    expect(built.fit).type.toBeCallableWith(x, list, { validationData: [x, list], epochs: 3 })
    expect(built.fit).type.not.toBeCallableWith(x, images)
    expect(built.fit).type.not.toBeCallableWith(images, x)
    expect(built.fit).type.not.toBeCallableWith(x, { y: x })
    expect(built.fit).type.not.toBeCallableWith(x, x, { validationData: [images, x] })
    expect(built.fit).type.not.toBeCallableWith(x, x, { epoch: 3 })
    expect(built.evaluate).type.toBeCallableWith(x, list, { batchSize: 8 })
    expect(built.evaluate).type.not.toBeCallableWith(x, images)
  })

  test('gives the loss, and what else was asked for', async () => {
    const history = await built.fit(x, x)
    expect(history.loss).type.toBe<readonly number[]>()
    expect(history.val_loss).type.toBe<readonly number[] | undefined>()
    expect(history['acc']).type.toBe<readonly number[] | undefined>()
    const scores = await built.evaluate(x, x)
    expect(scores.loss).type.toBe<number>()
    expect(scores['acc']).type.toBe<number | undefined>()
  })
})

test('a list is no target for an output with several axes', () => {
  const built = toModel(input([8, 8, 1]).conv(2, 3))
  expect(built.fit).type.toBeCallableWith(images, images)
  expect(built.fit).type.not.toBeCallableWith(images, list)
})

describe('a net with several inputs and outputs', () => {
  const built = toModel(
    inputs({ left: [3], right: [3] })
      .merge('concat')
      .outputs({ size: block().dense(1), kind: block().dense(3) }),
  )
  const both = { left: x, right: x }

  test('takes records with their names', () => {
    expect(built.fit).type.toBeCallableWith(both, { size: list, kind: x })
    expect(built.fit).type.not.toBeCallableWith(both, { size: x })
    expect(built.fit).type.not.toBeCallableWith(both, { size: x, kind: x, sort: x })
    expect(built.fit).type.not.toBeCallableWith(both, { size: images, kind: x })
    expect(built.fit).type.not.toBeCallableWith(both, x)
    expect(built.fit).type.not.toBeCallableWith(x, { size: x, kind: x })
  })

  test('gives losses and metrics by the names of outputs', async () => {
    const history = await built.fit(both, { size: x, kind: x })
    expect(history.loss).type.toBe<readonly number[]>()
    expect(history.size_loss).type.toBe<readonly number[]>()
    expect(history.val_kind_loss).type.toBe<readonly number[] | undefined>()
    expect(history.kind_acc).type.toBe<readonly number[] | undefined>()
    expect(history.val_kind_acc).type.toBe<readonly number[] | undefined>()
    expect(history).type.not.toHaveProperty('sort_loss')
    const scores = await built.evaluate(both, { size: x, kind: x })
    expect(scores.kind_loss).type.toBe<number>()
    expect(scores.size_mse).type.toBe<number | undefined>()
    expect(scores).type.not.toHaveProperty('sort_loss')
  })
})
