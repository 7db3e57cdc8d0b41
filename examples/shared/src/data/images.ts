import * as tf from '@tensorflow/tfjs'

import { imageSide, imageSize } from './idx.js'
import type { Digits } from './mnist.js'

/**
 * The images of the named digits, [count, 28, 28, 1], pixels scaled to 0 … 1. The caller disposes
 * them. Batches are made one at a time because all 60,000 digits would be 188 MB of floats against
 * 47 MB of bytes.
 */
export function imagesOf(digits: Digits, indices: ArrayLike<number>): tf.Tensor4D {
  const count = indices.length
  const pixels = new Float32Array(count * imageSize)
  for (let row = 0; row < count; row++) {
    const from = (indices[row] ?? 0) * imageSize
    for (let pixel = 0; pixel < imageSize; pixel++) {
      pixels[row * imageSize + pixel] = (digits.pixels[from + pixel] ?? 0) / 255
    }
  }
  return tf.tensor4d(pixels, [count, imageSide, imageSide, 1])
}
