import * as tf from '@tensorflow/tfjs'

import { batchRange } from '../data/batches.js'
import { classes } from '../data/idx.js'
import type { Digits } from '../data/mnist.js'
import { pause } from './interrupt.js'

/**
 * The scores of the ten classes for every digit of the set, row by row, from as many digits at a
 * time as `batch` says.
 */
export async function scoresFor(
  model: tf.LayersModel,
  digits: Digits,
  signal: AbortSignal,
  batch = 500,
): Promise<Float32Array> {
  const scores = new Float32Array(digits.count * classes)
  for (let start = 0; start < digits.count; start += batch) {
    const { x, y } = batchRange(digits, start, Math.min(start + batch, digits.count))
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
