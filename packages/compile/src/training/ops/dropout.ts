import { blocksOf, kernel } from '../program/kernels.js'
import type { Address } from '../program/call.js'
import { type Drawn, type OpPlace, type TrainingOp, sizeOf } from '../graph/op.js'
import { imageOf, spreadOf } from './merge.js'
import type { Shape } from '../contract.js'

/** Draws a mask of this shape: each number is 0 or 1 / (1 - rate). */
export type Draw = Drawn['fill']

/** The kind of a product in `merge`. */
const TIMES = 0

/**
 * Multiplies values by a mask (Srivastava et al. 2014) that is drawn anew for every batch;
 * inference leaves them alone.
 * @param mask the sizes of a mask, without the batch: those of the value, or 1 along axes whose
 *   numbers are kept or dropped together
 */
export const dropout = (
  instance: string,
  name: string,
  shape: Shape,
  mask: Shape,
  fill: Draw,
): TrainingOp => {
  const isWhole = String(shape) === String(mask)
  const masked = (place: OpPlace, x: Address | null, y: Address | null): void => {
    if (x === null || y === null) return
    const elements = place.images * sizeOf(shape)
    const drawn = place.kept(0)
    place.call(
      isWhole
        ? kernel('merge', blocksOf(elements), TIMES, x, drawn, y, elements)
        : kernel(
            'spread',
            place.images,
            TIMES,
            ...spreadOf({ address: x, shape }),
            ...spreadOf({ address: drawn, shape: mask }),
            y,
            ...imageOf(shape),
          ),
    )
  }
  return {
    name,
    weights: [],
    isInPlace: true,
    reads: { inputs: false, output: false },
    keeps: (images) => [images * sizeOf(mask)],
    drawn: { instance, index: 0, fill },
    isViewInInference: true,
    forward: (place) => {
      masked(place, place.inputs[0]?.address ?? null, place.output.address)
      return 'mask'
    },
    backward: (place) => {
      masked(place, place.gradient, place.inputGradients[0] ?? null)
      return 'mask'
    },
  }
}
