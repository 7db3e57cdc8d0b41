import { Tile } from '@tensorflow/tfjs-core'
import { defineKernel, type Inputs } from '../run/define-kernel.js'

interface Attrs {
  readonly reps: readonly number[]
}

/**
 * Repeats the block of `block` values at `start` until it is there `times` times. It copies ever
 * larger pieces, so log₂(times) copies are enough.
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
 * It works in the result itself: it copies the input to the front, then repeats one axis after
 * another, from the last to the first. Within an axis it starts at the back, so it overwrites
 * nothing before it has moved it.
 */
export const tile = defineKernel<Inputs<'x'>, Attrs>({
  name: Tile,
  reason: 'slow',
  because:
    "the gradient of batch normalization tiles to its input's size, " +
    "and that takes the stock kernel a quarter of LeNet's training step",
  compute: (run, { x }, attrs) => {
    if (x.dtype === 'string') return run.stock({ x }, attrs)
    const result = run.output(
      x.shape.map((size, axis) => size * (attrs.reps[axis] ?? 1)),
      x.dtype,
    )
    if (result.shape.includes(0)) return result
    const source = run.backend.typedArrayFromHeap(x)
    const values = run.backend.typedArrayFromHeap(result)
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
