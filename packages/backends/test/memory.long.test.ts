// The stock kernels that take memory of their own, at the end of the wasm backend's memory: without
// it XNNPACK computes nothing and the result keeps what was in its memory before.
import { afterEach, beforeAll, expect, test } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import type { Heap } from '../src/kernels/run/heap.js'
import { startBackend } from '../src/index.js'

let taken: tf.TensorInfo[] = []
// The backend that runs is wasm's.
const backend = () => tf.engine().backend as unknown as Heap

/** Takes memory in pieces of this many floats, without writing to it, until there is no more. */
const fill = (floats: number): void => {
  expect(() => {
    for (;;) taken.push(backend().makeOutput([floats], 'float32'))
  }).toThrow('no memory left')
}
const free = (): void => {
  for (const { dataId } of taken) backend().disposeData(dataId)
  taken = []
}

beforeAll(async () => {
  await startBackend({ require: 'wasm', fastKernels: false })
})
afterEach(free)

const image = tf.ones<tf.Rank.R4>([1, 16, 16, 2])
const cases: Readonly<Record<string, () => tf.Tensor>> = {
  matMul: () => tf.matMul(tf.ones([1, 2000]), tf.ones([2000, 2000])),
  'fused matMul': () =>
    tf.fused.matMul({ a: tf.ones([1, 2000]), b: tf.ones([2000, 2000]), bias: tf.ones([2000]) }),
  conv2d: () => tf.conv2d(image, tf.ones([15, 15, 2, 8192]), 8, 'same'),
  depthwiseConv2d: () =>
    tf.depthwiseConv2d<tf.Tensor4D>(
      tf.ones([1, 2, 2, 20000]),
      tf.ones([5, 5, 20000, 1]),
      1,
      'same',
    ),
  maxPool: () => tf.maxPool(tf.ones<tf.Rank.R4>([1, 256, 256, 1]), 9, 1, 'same'),
  avgPool: () => tf.avgPool(tf.ones<tf.Rank.R4>([1, 256, 256, 1]), 9, 1, 'same'),
  resizeBilinear: () => tf.image.resizeBilinear(tf.ones<tf.Rank.R4>([1, 2, 2, 1]), [1000, 1000]),
}

test.each(Object.entries(cases))('%s', (_, compute) => {
  const before = tf.memory().numTensors
  tf.tidy(() => {
    const result = compute()
    const expected = String(result.dataSync().slice(0, 5))
    fill(2 ** 26)
    fill(2 ** 20)
    fill(2 ** 18)
    for (const { dataId } of taken.splice(-2)) backend().disposeData(dataId)
    expect(compute).toThrow('no memory left')
    free()
    expect(String(compute().dataSync().slice(0, 5))).toBe(expected)
  })
  expect(tf.memory().numTensors).toBe(before)
})
