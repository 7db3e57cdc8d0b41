import type { Weight } from '../contract.js'
import type { Address, Argument } from '../program/call.js'
import { blocksOf, kernel } from '../program/kernels.js'
import { type OpPlace, type TrainingOp, sizeOf } from '../graph/op.js'
import { channelSums } from './bias.js'
import { imageOf, spreadOf } from './merge.js'

/** The kind of a product in `spread`, and of limits in `activate`. */
const [TIMES, LIMITING] = [0, 0]

/**
 * Leaves positive numbers alone and multiplies others by learned slopes (He et al. 2015).
 * @param alpha the slopes, with the sizes of a value, or 1 along axes that share them
 */
export const prelu = (alpha: Weight): TrainingOp => {
  const elementsOf = ({ images, output }: OpPlace): number => images * sizeOf(output.shape)
  /** The slopes, which are the same for all images. */
  const slopes = (address: Address): readonly Argument[] => {
    const [one, , ...steps] = spreadOf({ address, shape: alpha.shape })
    return [one ?? address, 0, ...steps]
  }
  const within = (place: OpPlace, x: Address, least: number, most: number, y: Address): void => {
    const elements = elementsOf(place)
    const limits = [least, most]
    place.call(kernel('activate', blocksOf(elements), LIMITING, x, y, elements, ...limits))
  }
  /** y ← x · the slopes; y may be x. */
  const sloped = (place: OpPlace, x: Address, y: Address): void => {
    const { images, output } = place
    place.call(
      kernel(
        'spread',
        images,
        TIMES,
        ...spreadOf({ address: x, shape: output.shape }),
        ...slopes(place.weight(alpha)),
        y,
        ...imageOf(output.shape),
      ),
    )
  }
  const add = (place: OpPlace, x: Address, y: Address): void => {
    const elements = elementsOf(place)
    place.call(kernel('accumulate', blocksOf(elements), x, y, elements))
  }
  return {
    name: 'prelu',
    weights: [alpha],
    reads: { inputs: true, output: false },
    forward: (place) => {
      const [x] = place.inputs
      if (x === undefined) return ''
      const negative = place.scratch(elementsOf(place))
      within(place, x.address, -Infinity, 0, negative)
      sloped(place, negative, negative)
      within(place, x.address, 0, Infinity, place.output.address)
      add(place, negative, place.output.address)
      return 'prelu'
    },
    backward: (place) => {
      const [x] = place.inputs
      const [dx = null] = place.inputGradients
      const { images, output, gradient } = place
      const elements = elementsOf(place)
      const sum = place.weightGradient(alpha)
      if (x === undefined) return ''
      const units = blocksOf(elements)
      if (sum !== null) {
        const negative = place.scratch(elements)
        within(place, x.address, -Infinity, 0, negative)
        // the sums of each image, and then those over the images
        const sums = place.scratch(images * alpha.elements)
        place.call(kernel('clear', 1, sums, images * alpha.elements))
        place.call(
          kernel(
            'spreadGrad',
            images,
            TIMES,
            0,
            gradient,
            ...spreadOf({ address: sums, shape: alpha.shape }),
            ...spreadOf({ address: negative, shape: output.shape }),
            sums,
            ...imageOf(output.shape),
          ),
        )
        channelSums(place, sums, images * alpha.elements, alpha.elements, sum)
      }
      if (dx === null) return 'slopes'
      // the gradient where x is positive, and the rest of it
      const limits = [0, Infinity]
      const rest = place.scratch(elements)
      place.call(
        kernel('activateGrad', units, LIMITING, x.address, gradient, dx, elements, ...limits),
      )
      place.call(kernel('times', units, dx, -1, rest, elements))
      add(place, gradient, rest)
      sloped(place, rest, rest)
      add(place, rest, dx)
      return 'prelu'
    },
  }
}
