import { describe, expect, test } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'

import { batchOf, firstDigits } from '../src/data/batches.js'
import { classes, imageSize } from '../src/data/idx.js'
import type { Digits } from '../src/data/mnist.js'
import { accuracyOf, scoresFor } from '../src/job/evaluate.js'

/** Digits whose pixels are all as bright as the label says: 255 for 1, 0 for 0. */
const numbered = (labels: readonly number[]): Digits => ({
  count: labels.length,
  pixels: Uint8Array.from(labels.flatMap((label) => Array<number>(imageSize).fill(255 * label))),
  labels: Uint8Array.from(labels),
})

describe('the accuracy', () => {
  test('is the share of digits whose label has the highest score', () => {
    const scores = new Float32Array(3 * classes)
    scores[0 * classes + 4] = 1
    scores[1 * classes + 2] = 1
    scores[2 * classes + 9] = 1
    expect(accuracyOf(scores, Uint8Array.of(4, 3, 9))).toBeCloseTo(2 / 3)
  })

  test('of a smaller set counts only that set', () => {
    const digits = numbered([0, 1, 2, 3, 4])
    expect(firstDigits(digits, 3)).toMatchObject({ count: 3, labels: Uint8Array.of(0, 1, 2) })
    expect(firstDigits(digits, 9).count).toBe(5)
  })
})

describe('a batch', () => {
  test('has the digits in the requested order, with one-hot labels', () => {
    const { x, y } = batchOf(numbered([0, 1, 1]), [1, 0])
    expect([(x as tf.Tensor).shape, y.shape]).toEqual([
      [2, 28, 28, 1],
      [2, classes],
    ])
    expect([...y.argMax(1).dataSync()]).toEqual([1, 0])
    expect([...(x as tf.Tensor).mean([1, 2, 3]).dataSync()]).toEqual([1, 0])
  })
})

describe('scores', () => {
  test('are the same, row by row, however many digits go through at once', async () => {
    const kernel = tf.ones([imageSize, classes])
    const model = tf.sequential({
      layers: [
        tf.layers.flatten({ inputShape: [28, 28, 1] }),
        tf.layers.dense({ units: classes, useBias: false, weights: [kernel] }),
      ],
    })
    const before = tf.memory().numTensors
    const running = new AbortController().signal
    const digits = numbered([1, 0, 1])
    const scores = await scoresFor(model, digits, running, 2)
    expect(Array.from(scores).map((score) => Math.round(score / imageSize))).toEqual(
      [1, 0, 1].flatMap((label) => Array<number>(classes).fill(label)),
    )
    expect(await scoresFor(model, digits, running)).toEqual(scores)
    expect(tf.memory().numTensors).toBe(before)
  })
})
