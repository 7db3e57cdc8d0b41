import { classes, type Digits, pause } from '@layersmith/example-shared'
import * as tf from '@tensorflow/tfjs'

import { batchRange } from './batches.js'

const batchSize = 500

/** The scores of the ten classes for every digit of the set, row by row. */
export async function scoresFor(
  model: tf.LayersModel,
  digits: Digits,
  signal: AbortSignal,
): Promise<Float32Array> {
  const scores = new Float32Array(digits.count * classes)
  for (let start = 0; start < digits.count; start += batchSize) {
    const { x, y } = batchRange(digits, start, Math.min(start + batchSize, digits.count))
    // One input and one output, so predict() returns one tensor; its type also allows a list.
    const predicted = tf.tidy(() => model.predict(x) as tf.Tensor)
    try {
      scores.set(await predicted.data<'float32'>(), start * classes)
    } finally {
      tf.dispose([x, y, predicted])
    }
    await pause(signal)
  }
  return scores
}

/** The share of digits whose label has the highest score. */
export function accuracyOf(scores: Float32Array, labels: Uint8Array): number {
  let right = 0
  labels.forEach((label, digit) => {
    const row = scores.subarray(digit * classes, (digit + 1) * classes)
    if (row.indexOf(Math.max(...row)) === label) {
      right++
    }
  })
  return right / labels.length
}

export function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) {
    throw new Error(`cannot compare ${a.length} scores with ${b.length}`)
  }
  return a.reduce(
    (largest, value, index) => Math.max(largest, Math.abs(value - (b[index] ?? NaN))),
    0,
  )
}

/** The first digits of a set, for checks that need no more. */
export function firstDigits({ count, pixels, labels }: Digits, most: number): Digits {
  const kept = Math.min(most, count)
  return { count: kept, pixels, labels: labels.subarray(0, kept) }
}
