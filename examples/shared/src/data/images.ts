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

/** What each byte of a pixel means; a table takes half the time of as many divisions. */
const scaled = Float32Array.from({ length: 256 }, (_, byte) => byte / 255)

/**
 * The same pixels, as numbers one after another, at the start of `room`. Batch after batch, new
 * memory takes longer than the pixels.
 */
export function pixelsOf(
  digits: Digits,
  indices: ArrayLike<number>,
  room = new Float32Array(indices.length * imageSize),
): Float32Array {
  const bytes = digits.pixels
  const pixels = room.subarray(0, indices.length * imageSize)
  let to = 0
  for (let row = 0; row < indices.length; row++) {
    const from = (indices[row] ?? 0) * imageSize
    for (let at = from; at < from + imageSize; at++) {
      pixels[to++] = scaled[bytes[at] ?? 0] ?? 0
    }
  }
  return pixels
}
