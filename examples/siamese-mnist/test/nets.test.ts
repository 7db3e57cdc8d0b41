import { beforeAll, expect, test } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import { type Digits, imageSize, train } from '@layersmith/example-shared'
import * as tf from '@tensorflow/tfjs'
import { plan, toModel } from 'layersmith'

import { accuracyOn } from '../src/evaluate.js'
import { signed, squared } from '../src/nets.js'
import { drawPairs, pairBatch } from '../src/pairs.js'

const running = new AbortController().signal

beforeAll(async () => {
  await startBackend({ require: 'wasm' })
})

test('both sides share the convolution and the dense layer, and no statistics', () => {
  for (const net of [signed, squared]) {
    const { instances, params } = plan(net)
    const serving = (kind: string) => instances.filter((instance) => instance.kind === kind).map(({ positions }) => positions)
    expect(serving('conv')).toEqual([['left.tie1.conv1', 'right.tie1.conv1']])
    expect(serving('dense')).toEqual([['left.tie1.dense1', 'right.tie1.dense1'], ['dense1']])
    expect(serving('bn')).toEqual([['left.tie1.bn1'], ['right.tie1.bn1']])
    expect(params).toEqual({ trainable: 160 + 2 * 32 + (13 * 13 * 16 * 32 + 32) + 33, nonTrainable: 2 * 32 })
  }
})

test('the squared difference is the same for swapped sides, before any training', () => {
  const built = toModel(squared, { seed: 3 })
  const [left, right] = [1, 2].map((seed) => tf.randomUniform<tf.Rank.R4>([4, 28, 28, 1], 0, 1, 'float32', seed))
  const [a, b] = [built.predict({ left: left!, right: right! }), built.predict({ left: right!, right: left! })]
  expect([...a.dataSync()]).toEqual([...b.dataSync()])
  tf.dispose([left!, right!, a, b])
  built.dispose()
})

test('the squared difference learns what the signed one cannot', async () => {
  const before = tf.memory().numTensors
  // bars at one of ten heights
  const labels = Uint8Array.from({ length: 100 }, (_, index) => index % 10)
  const pixels = new Uint8Array(100 * imageSize)
  labels.forEach((label, index) => pixels.fill(255, index * imageSize + label * 76, index * imageSize + label * 76 + 56))
  const bars: Digits = { count: 100, pixels, labels }
  const seen = drawPairs(bars, 1200, 1)
  const accuracies: number[] = []
  for (const net of [signed, squared]) {
    const built = toModel(net, { seed: 1 })
    const order = Uint32Array.from(seen.same.keys())
    await train(built.model, { loss: 'binaryCrossentropy', learningRate: 3e-3, order, batch: 8, batchOf: (numbers) => pairBatch(seen, numbers) }, { signal: running, onStep: () => undefined })
    accuracies.push(await accuracyOn(built.model, drawPairs(bars, 600, 2), running))
    built.dispose()
  }
  expect(accuracies[0]).toBeLessThan(0.65)
  expect(accuracies[1]).toBeGreaterThan(0.75)
  expect(tf.memory().numTensors).toBe(before)
}, 60_000)
