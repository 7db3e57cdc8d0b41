import { beforeAll, expect, test } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import { type Digits, imageSize, train } from '@layersmith/example-shared'
import * as tf from '@tensorflow/tfjs'
import { plan, toModel } from 'layersmith'

import { accuracyOn } from '../src/training/evaluate.js'
import { signed, squared } from '../src/nets/siamese.js'
import { drawPairs, pairBatch } from '../src/training/pairs.js'

const running = new AbortController().signal

beforeAll(async () => {
  await startBackend({ require: 'wasm' })
})

test('both sides share the convolution and the dense layer, but no statistics', () => {
  for (const net of [signed, squared]) {
    const { instances, params } = plan(net)
    const serving = (kind: string) =>
      instances.filter((instance) => instance.kind === kind).map(({ positions }) => positions)
    expect(serving('conv')).toEqual([['left.tie1.conv1', 'right.tie1.conv1']])
    expect(serving('dense')).toEqual([['left.tie1.dense1', 'right.tie1.dense1'], ['dense1']])
    expect(serving('bn')).toEqual([['left.tie1.bn1'], ['right.tie1.bn1']])
    expect(params).toEqual({
      trainable: 160 + 2 * 32 + (13 * 13 * 16 * 32 + 32) + 33,
      nonTrainable: 2 * 32,
    })
  }
})

test('if the sides are swapped, the squared net says the same, and the signed net the opposite', () => {
  const [left, right] = [1, 2].map((seed) =>
    tf.randomUniform<tf.Rank.R4>([4, 28, 28, 1], 0, 1, 'float32', seed),
  )
  for (const [net, expected] of [
    [squared, (score: number) => score],
    [signed, (score: number) => 1 - score],
  ] as const) {
    const built = toModel(net, { seed: 3 })
    const [scores, swapped] = [
      built.predict({ left: left!, right: right! }),
      built.predict({ left: right!, right: left! }),
    ]
    swapped
      .dataSync()
      .forEach((score, pair) => expect(score).toBeCloseTo(expected(scores.dataSync()[pair]!), 6))
    expect(Math.abs(scores.dataSync()[0]! - 0.5)).toBeGreaterThan(1e-3)
    tf.dispose([scores, swapped])
    built.dispose()
  }
  tf.dispose([left!, right!])
})

test('the same seed trains the same net, and all tensors are freed', async () => {
  const before = tf.memory().numTensors
  const labels = Uint8Array.from({ length: 20 }, (_, index) => index % 10)
  const digits: Digits = {
    count: 20,
    pixels: Uint8Array.from({ length: 20 * imageSize }, (_, index) => (index * 7) % 251),
    labels,
  }
  const trained = async (seed: number) => {
    const built = toModel(squared, { seed })
    const seen = drawPairs(digits, 16, seed)
    const order = Uint32Array.from(seen.same.keys())
    const steps = await train(
      built.model,
      {
        loss: 'binaryCrossentropy',
        learningRate: 3e-3,
        order,
        batch: 8,
        batchOf: (numbers) => pairBatch(seen, numbers),
      },
      { signal: running, onStep: () => undefined },
    )
    const accuracy = await accuracyOn(built.model, seen, running)
    built.dispose()
    return { steps, accuracy }
  }
  const first = await trained(1)
  expect(first.steps.map((step) => step.examples)).toEqual([8, 11, 16])
  expect(await trained(1)).toEqual(first)
  expect(await trained(2)).not.toEqual(first)
  expect(tf.memory().numTensors).toBe(before)
})
