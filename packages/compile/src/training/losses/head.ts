// A loss at an output, as kernel calls.
import type { LossHead, Shape } from '../contract.js'
import { lossOf, meanOf } from '../trainer/kernels.js'
import { LOSS_KINDS, type Loss, isSparse } from './kinds.js'

/** The loss of an output, which counts `weight` times in the total. */
export const headOf = (loss: Loss, weight: number): LossHead => ({
  target: (output) => targetOf(loss, output),
  results: 1,
  through: 'softmax',
  write: ({ images, shape, output, target, gradient, results, call, scratch, isThrough }) => {
    const n = shape.at(-1) ?? 1
    const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1)
    const means = scratch(images)
    call(
      lossOf({
        kind: LOSS_KINDS.indexOf(loss.kind),
        throughSoftmax: isThrough,
        output,
        target,
        gradient,
        means,
        images,
        rows,
        n,
        weight,
        parameter: loss.parameter,
      }),
    )
    call(meanOf(means, images, results))
  },
})

/** The sizes of a target; a class is given by its number. */
export const targetOf = (loss: Loss, output: Shape): Shape =>
  isSparse(loss.kind) ? [...output.slice(0, -1), 1] : output
