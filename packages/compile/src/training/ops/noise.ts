import { blocksOf, kernel } from '../program/kernels.js'
import type { Address } from '../program/call.js'
import { type Drawn, type OpPlace, type TrainingOp, sizeOf } from '../graph/op.js'

/** Which numbers are drawn for each number of a value: what multiplies it, then what is added. */
export interface Noise {
  readonly times: boolean
  readonly plus: boolean
}

/** The kinds in `merge`. */
const [TIMES, PLUS] = [0, 1]
/** Values have room for a multiple of this many elements. */
const FULL = 16
/** Where what is added begins behind what multiplies. */
export const roomOf = (elements: number): number => Math.ceil(elements / FULL) * FULL

/**
 * Multiplies each number by another and adds a third, both drawn anew for every batch; inference
 * leaves values alone.
 */
export const noise = (
  instance: string,
  name: string,
  { times, plus }: Noise,
  fill: Drawn['fill'],
): TrainingOp => {
  const elementsOf = ({ images, output }: OpPlace): number => images * sizeOf(output.shape)
  const merged = (place: OpPlace, kind: number, x: Address, n: Address, y: Address): void => {
    const elements = elementsOf(place)
    place.call(kernel('merge', blocksOf(elements), kind, x, n, y, elements))
  }
  return {
    name,
    weights: [],
    isInPlace: true,
    reads: { inputs: false, output: false },
    keeps: (images, shape) => [roomOf(images * sizeOf(shape)) * (Number(times) + Number(plus))],
    drawn: { instance, index: 0, fill },
    isViewInInference: true,
    forward: (place) => {
      const [x] = place.inputs
      const y = place.output.address
      const drawn = place.kept(0)
      if (x === undefined) return ''
      if (times) merged(place, TIMES, x.address, drawn, y)
      if (plus) {
        const { region, bytes } = drawn
        const added = { region, bytes: bytes + (times ? 4 * roomOf(elementsOf(place)) : 0) }
        merged(place, PLUS, times ? y : x.address, added, y)
      }
      return 'noise'
    },
    backward: (place) => {
      const [dx = null] = place.inputGradients
      if (dx === null) return ''
      if (times) merged(place, TIMES, place.gradient, place.kept(0), dx)
      // the first input's gradient may be there already
      else if (dx.bytes !== place.gradient.bytes)
        place.call(kernel('copyBlocks', 1, place.gradient, 0, 0, dx, 0, 0, 1, elementsOf(place)))
      return 'noise'
    },
  }
}
