import { expect } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'

/** Runs `f` and expects that it leaks no tensor. */
export const leavesNothing = async (f: () => unknown): Promise<void> => {
  const before = tf.memory()
  await f()
  const after = tf.memory()
  expect(after.numTensors - before.numTensors).toBe(0)
  expect(after.numDataBuffers - before.numDataBuffers).toBe(0)
}
/** The values of tensors, which it disposes of. */
export const take = (...tensors: tf.Tensor[]): number[][] =>
  tensors.map((t) => {
    const values = Array.from(t.dataSync())
    t.dispose()
    return values
  })
export const weightsOf = (layer: {
  weights: readonly tf.LayerVariable[]
}): Record<string, number[]> =>
  Object.fromEntries(layer.weights.map((w) => [w.originalName, Array.from(w.read().dataSync())]))
export const valuesOf = (layer: { weights: readonly tf.LayerVariable[] }): number[][] =>
  layer.weights.map((w) => Array.from(w.read().dataSync()))
/** Numbers in [-1, 1] that look random. */
export const wave = (shape: number[], phase = 0): tf.Tensor => {
  const size = shape.reduce((a, b) => a * b, 1)
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin(i * 12.9898 + phase)),
    shape,
  )
}
export const expectClose = (a: readonly number[], b: readonly number[], tolerance = 1e-5): void => {
  expect(a.length).toBe(b.length)
  const worst = a.reduce((w, v, i) => Math.max(w, Math.abs(v - (b[i] ?? NaN))), 0)
  expect(worst).toBeLessThanOrEqual(tolerance)
}
