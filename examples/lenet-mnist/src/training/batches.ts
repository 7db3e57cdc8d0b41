import { type Batch, classes, type Digits, imagesOf } from '@layersmith/example-shared'
import * as tf from '@tensorflow/tfjs'

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
