import type { Weight } from '../contract.js'
import type { Address } from '../program/call.js'
import { kernel } from '../program/kernels.js'
import { type OpPlace, type TrainingOp, channelsOf, pixelsOf, sizeOf } from '../graph/op.js'
import { channelSums } from './bias.js'

export interface GroupNorm {
  readonly gamma: Weight | null
  readonly beta: Weight | null
  readonly epsilon: number
  /** null normalizes each pixel by itself. */
  readonly groups: number | null
}

/**
 * Normalizes groups of channels of each image together (Wu and He 2018), or all channels of each
 * pixel (Ba et al. 2016).
 */
export const groupNorm = ({ gamma, beta, epsilon, groups }: GroupNorm): TrainingOp => {
  /** The images, the pixels of an image and the channels of a group. */
  const sizes = (place: OpPlace): readonly [images: number, pixels: number, size: number] => {
    const { images, output } = place
    const pixels = pixelsOf(output)
    const channels = channelsOf(output)
    return groups === null ? [images * pixels, 1, channels] : [images, pixels, channels / groups]
  }
  const numbers = (place: OpPlace, weight: Weight | null, value: number): Address =>
    weight === null
      ? place.table(new Float32Array(channelsOf(place.output)).fill(value))
      : place.weight(weight)
  return {
    name: groups === null ? 'layer normalization' : 'group normalization',
    weights: [gamma, beta].flatMap((weight) => weight ?? []),
    reads: { inputs: true, output: false },
    keeps: (images, shape) => [
      2 * images * (groups === null ? sizeOf(shape) / (shape.at(-1) ?? 1) : groups),
    ],
    forward: (place) => {
      const [images, pixels, size] = sizes(place)
      place.call(
        kernel(
          'groupNorm',
          images,
          place.inputs[0]?.address ?? null,
          numbers(place, gamma, 1),
          numbers(place, beta, 0),
          place.kept(0),
          place.output.address,
          pixels,
          channelsOf(place.output),
          size,
          epsilon,
        ),
      )
      return 'by groups'
    },
    backward: (place) => {
      const [images, pixels, size] = sizes(place)
      const channels = channelsOf(place.output)
      const elements = place.images * sizeOf(place.output.shape)
      const products = place.scratch(elements)
      place.call(
        kernel(
          'groupNormGrad',
          images,
          place.inputs[0]?.address ?? null,
          place.gradient,
          numbers(place, gamma, 1),
          place.kept(0),
          place.inputGradients[0] ?? null,
          products,
          pixels,
          channels,
          size,
        ),
      )
      for (const [weight, values] of [
        [gamma, products],
        [beta, place.gradient],
      ] as const) {
        const sum = weight === null ? null : place.weightGradient(weight)
        if (sum !== null) channelSums(place, values, elements, channels, sum)
      }
      return 'by groups'
    },
  }
}
