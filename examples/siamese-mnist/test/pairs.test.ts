import { describe, expect, test } from '@jest/globals'
import { type Digits, imageSize } from '@layersmith/example-shared'
import * as tf from '@tensorflow/tfjs'

import { drawPairs, pairBatch } from '../src/training/pairs.js'

/** Digits whose first pixel is their index in the set. */
function numbered(labels: readonly number[]): Digits {
  const pixels = new Uint8Array(labels.length * imageSize)
  labels.forEach((_, index) => pixels.fill(index, index * imageSize, index * imageSize + 1))
  return { count: labels.length, pixels, labels: Uint8Array.from(labels) }
}
const digits = numbered(Array.from({ length: 200 }, (_, index) => index % 10))

describe('pairs', () => {
  test('show the same digit in half of the cases, and say so', () => {
    const { left, right, same } = drawPairs(digits, 1000, 1)
    expect(same.reduce((sum, value) => sum + value, 0)).toBe(500)
    same.forEach((value, pair) =>
      expect(digits.labels[left[pair]!] === digits.labels[right[pair]!]).toBe(value === 1),
    )
  })

  test('show every digit on both sides about equally often', () => {
    const { left, right } = drawPairs(digits, 10_000, 2)
    for (const side of [left, right]) {
      const counts = new Array<number>(10).fill(0)
      side.forEach((index) => counts[digits.labels[index]!]!++)
      expect(Math.min(...counts)).toBeGreaterThan(850)
      expect(Math.max(...counts)).toBeLessThan(1150)
    }
  })

  test('are the same for the same seed, and different for another', () => {
    expect(drawPairs(digits, 50, 3)).toEqual(drawPairs(digits, 50, 3))
    expect(drawPairs(digits, 50, 3).left).not.toEqual(drawPairs(digits, 50, 4).left)
  })

  test('use only digits in the set', () => {
    const two = numbered([4, 7, 7])
    const { left, right } = drawPairs(two, 20, 1)
    expect(new Set([...left, ...right])).toEqual(new Set([0, 1, 2]))
  })

  test('become tensors in the requested order', () => {
    const before = tf.memory().numTensors
    const pairs = drawPairs(digits, 10, 5)
    const { x, y } = pairBatch(pairs, Uint32Array.of(7, 2))
    const [left, right] = x as tf.Tensor[]
    expect([left!.shape, right!.shape, y.shape]).toEqual([
      [2, 28, 28, 1],
      [2, 28, 28, 1],
      [2, 1],
    ])
    const first = (images: tf.Tensor): number[] =>
      [0, imageSize].map((at) => Math.round(255 * images.dataSync()[at]!))
    expect(first(left!)).toEqual([pairs.left[7], pairs.left[2]])
    expect(first(right!)).toEqual([pairs.right[7], pairs.right[2]])
    expect([...y.dataSync()]).toEqual([1, 0])
    tf.dispose([x, y])
    expect(tf.memory().numTensors).toBe(before)
  })
})
