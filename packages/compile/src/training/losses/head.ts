// A loss at an output, as kernel calls.
import type { LossHead, Shape } from '../contract.js'
import { blocksOf, kernel } from '../program/kernels.js'
import { lossOf, meanOf } from '../trainer/kernels.js'
import { LOSS_KINDS, type Loss, isSparse } from './kinds.js'

/** The kind of a product in `merge` and `spread`. */
const TIMES = 0

/** The loss of an output, which counts `weight` times in the total. */
export const headOf = (loss: Loss, weight: number): LossHead => ({
  target: (output) => targetOf(loss, output),
  results: 1,
  through: 'softmax',
  write: (place) => {
    const { images, shape, output, target, weights, gradient, results, call, isThrough } = place
    const n = shape.at(-1) ?? 1
    const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1)
    const means = place.scratch(images)
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
    if (weights !== null) {
      call(kernel('merge', blocksOf(images), TIMES, means, weights, means, images))
      if (gradient !== null) {
        const [each, one] = [
          [n, 0, 0, 1],
          [1, 0, 0, 0],
        ] as const
        const all = [gradient, ...each, weights, ...one, gradient] as const
        call(kernel('spread', images, TIMES, ...all, 1, 1, n))
      }
    }
    call(meanOf(means, images, results))
  },
})

/** The sizes of a target; a class is given by its number. */
export const targetOf = (loss: Loss, output: Shape): Shape =>
  isSparse(loss.kind) ? [...output.slice(0, -1), 1] : output
