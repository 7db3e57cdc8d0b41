import { Tile } from '@tensorflow/tfjs-core'
import { defineKernel, type Given } from '../run/define-kernel.js'

interface Attrs {
  readonly reps: readonly number[]
}

/**
 * Repeats `block` values that start at `start` until `times` of them stand in a row, by copying
 * ever larger pieces: log₂(times) copies.
 */
const repeat = (
  values: Uint8Array | Int32Array | Float32Array,
  start: number,
  block: number,
  times: number,
): void => {
  const end = start + block * times
  if (block === 1) {
    values.fill(values[start] ?? 0, start, end)
    return
  }
  for (let done = block; start + done < end; done *= 2)
    values.copyWithin(start + done, start, Math.min(start + done, end - done))
}

/**
 * x of any shape → each axis `reps` times as long.
 *
 * Works in the result itself: the input is copied to its front, then one axis after the other is
 * repeated, from the last to the first and within an axis from the back, so that nothing is
 * overwritten before it has moved.
 */
export const tile = defineKernel<Given<'x'>, Attrs>({
  name: Tile,
  reason: 'slow',
  because:
    "the gradient of batch normalisation tiles to the size of its input, and the stock kernel takes a quarter of LeNet's training step for it",
  run: (scope, { x }, attrs) => {
    if (x.dtype === 'string') return scope.stock({ x }, attrs)
    const result = scope.output(
      x.shape.map((size, axis) => size * (attrs.reps[axis] ?? 1)),
      x.dtype,
    )
    const source = scope.backend.typedArrayFromHeap(x)
    const values = scope.backend.typedArrayFromHeap(result)
    values.set(source)

    let block = 1
    for (let axis = x.shape.length - 1; axis >= 0; axis--) {
      block *= x.shape[axis] ?? 1
      const times = attrs.reps[axis] ?? 1
      if (times > 1 && block > 0) {
        const outer = x.shape.slice(0, axis).reduce((product, size) => product * size, 1)
        for (let i = outer - 1; i >= 0; i--) {
          values.copyWithin(i * block * times, i * block, (i + 1) * block)
          repeat(values, i * block * times, block, times)
        }
      }
      block *= times
    }
    return result
  },
})
