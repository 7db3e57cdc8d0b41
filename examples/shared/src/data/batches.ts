import * as tf from '@tensorflow/tfjs'

import type { Batch } from '../job/train.js'
import { classes } from './idx.js'
import { imagesOf } from './images.js'
import type { Digits } from './mnist.js'

/** The digits at these indices and their one-hot labels. The caller disposes of them. */
export function batchOf(digits: Digits, indices: ArrayLike<number>): Batch {
  const count = indices.length
  const oneHot = new Float32Array(count * classes)
  for (let row = 0; row < count; row++) {
    oneHot[row * classes + (digits.labels[indices[row] ?? 0] ?? 0)] = 1
  }
  return { x: imagesOf(digits, indices), y: tf.tensor2d(oneHot, [count, classes]) }
}

/** The digits from `start` up to `end`, in the order of the file. */
export function batchRange(digits: Digits, start: number, end: number): Batch {
  return batchOf(
    digits,
    Uint32Array.from({ length: end - start }, (_, index) => start + index),
  )
}

/** The first digits of a set, for checks that need no more. */
export function firstDigits({ count, pixels, labels }: Digits, most: number): Digits {
  const kept = Math.min(most, count)
  return { count: kept, pixels, labels: labels.subarray(0, kept) }
}
