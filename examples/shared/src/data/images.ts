import * as tf from '@tensorflow/tfjs'

import { imageSide, imageSize } from './idx.js'
import type { Digits } from './mnist.js'

/**
 * The images of the digits at these indices, [count, 28, 28, 1], with pixels scaled to 0 … 1. The
 * caller disposes of them. Batches are made one at a time because all 60,000 digits would take
 * 188 MB as floats, instead of 47 MB as bytes.
 */
export function imagesOf(digits: Digits, indices: ArrayLike<number>): tf.Tensor4D {
  return tf.tensor4d(pixelsOf(digits, indices), [indices.length, imageSide, imageSide, 1])
}

/** The same pixels, as numbers one after another. */
export function pixelsOf(digits: Digits, indices: ArrayLike<number>): Float32Array {
  const count = indices.length
  const pixels = new Float32Array(count * imageSize)
  for (let row = 0; row < count; row++) {
    const from = (indices[row] ?? 0) * imageSize
    for (let pixel = 0; pixel < imageSize; pixel++) {
      pixels[row * imageSize + pixel] = (digits.pixels[from + pixel] ?? 0) / 255
    }
  }
  return pixels
}
