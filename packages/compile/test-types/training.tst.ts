import { compileTraining, losses } from '@layersmith/compile'
import * as tf from '@tensorflow/tfjs'
import { type AnyNet, block, graph, input, toModel } from 'layersmith'
import { describe, expect, test } from 'tstyche'

declare const images: tf.Tensor4D
declare const vectors: tf.Tensor2D
declare const numbers: Float32Array

describe('a trainer of one output', async () => {
  const built = toModel(input([8, 8, 3]).conv(4, 3).globalPool().dense(5))
  const trainer = await compileTraining(built, {
    optimizer: 'adam',
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy', 'top3'],
  })

  test('takes what predict takes, and targets', () => {
    expect(trainer.step).type.toBeCallableWith(images, vectors)
    expect(trainer.step).type.toBeCallableWith(numbers, new Uint8Array(1))
    expect(trainer.step).type.not.toBeCallableWith(vectors, vectors)
    expect(trainer.step).type.not.toBeCallableWith({ images }, vectors)
  })

  test('measures the loss and the metrics by the names that they were asked for', () => {
    const measures = trainer.step(images, vectors)
    expect(measures.loss).type.toBe<number>()
    expect(measures.accuracy).type.toBe<number>()
    expect(measures.top3).type.toBe<number>()
    expect(measures).type.not.toHaveProperty('acc')
  })

  test('gives the history of fit', async () => {
    const history = await trainer.fit(numbers, numbers, { validationData: [images, numbers] })
    expect(history.loss).type.toBe<readonly number[]>()
    expect(history.val_accuracy).type.toBe<readonly number[] | undefined>()
  })

  test('has losses and optimizers of TensorFlow.js', () => {
    expect(compileTraining).type.toBeCallableWith(built, {
      optimizer: tf.train.sgd(0.1),
      loss: losses.fromLogits('categoricalCrossentropy'),
    })
    expect(compileTraining).type.toBeCallableWith(built, {
      optimizer: 'sgd',
      loss: tf.losses.softmaxCrossEntropy,
    })
    expect(compileTraining).type.not.toBeCallableWith(built, { optimizer: 'sgd', loss: 'hinge' })
    expect(compileTraining).type.not.toBeCallableWith(built, { optimizer: 'lion', loss: 'huber' })
    expect(compileTraining).type.not.toBeCallableWith(built, {
      optimizer: 'sgd',
      loss: 'huber',
      metrics: ['precision'],
    })
  })
})

test('several outputs have their names', async () => {
  const net = graph({ a: [4], b: [4] }, ({ a, b }) => ({
    left: a.pipe(block().dense(2)),
    right: b.pipe(block().dense(3)),
  }))
  const built = toModel(net)
  const trainer = await compileTraining(built, {
    optimizer: 'sgd',
    loss: { left: 'huber', right: 'meanSquaredError' },
    lossWeights: { left: 2 },
    metrics: { right: ['mse'] },
  })
  const measures = trainer.step({ a: numbers, b: numbers }, { left: numbers, right: vectors })
  expect(measures.loss).type.toBe<number>()
  expect(measures.left_loss).type.toBe<number>()
  expect(measures.right_mse).type.toBe<number | undefined>()
  expect(trainer.step).type.not.toBeCallableWith({ a: numbers }, { left: numbers, right: numbers })
  expect(compileTraining).type.not.toBeCallableWith(built, { optimizer: 'sgd', loss: 'huber' })
})

test('a net whose type says nothing takes everything', () => {
  expect(compileTraining).type.toBeCallableWith(toModel({} as AnyNet), {
    optimizer: 'sgd',
    loss: 'huber',
  })
})
