import * as tf from '@tensorflow/tfjs'

import { classes, imageSide, imageSize } from './idx.js'
import type { Digits } from './mnist.js'

export interface Batch {
  readonly images: tf.Tensor4D
  /** One-hot labels. */
  readonly labels: tf.Tensor2D
}

/**
 * The named digits as tensors, pixels scaled to 0 … 1. The caller disposes them. Batches are made one at a time
 * because all 60,000 digits would be 188 MB of floats against 47 MB of bytes.
 */
export function batchOf(digits: Digits, indices: ArrayLike<number>): Batch {
  const count = indices.length
  const pixels = new Float32Array(count * imageSize)
  const oneHot = new Float32Array(count * classes)
  for (let row = 0; row < count; row++) {
    const digit = indices[row] ?? 0
    const from = digit * imageSize
    for (let pixel = 0; pixel < imageSize; pixel++) {
      pixels[row * imageSize + pixel] = (digits.pixels[from + pixel] ?? 0) / 255
    }
    oneHot[row * classes + (digits.labels[digit] ?? 0)] = 1
  }
  return {
    images: tf.tensor4d(pixels, [count, imageSide, imageSide, 1]),
    labels: tf.tensor2d(oneHot, [count, classes]),
  }
}

/** The digits from `start` up to `end`, in the order of the file. */
export function batchRange(digits: Digits, start: number, end: number): Batch {
  return batchOf(digits, Uint32Array.from({ length: end - start }, (_, index) => start + index))
}
