import type { Weight } from '../contract.js'
import type { BackwardPlace, OpPlace, TrainingOp } from '../graph/op.js'
import { type Limits, NO_LIMITS, sizeOf } from '../graph/op.js'
import { limitGradient } from './activation.js'
import { channelSums } from './bias.js'
import { convolution, filterGradient, inputGradient } from './windows/convolve.js'
import { type Geometry, type Window, geometryOf } from './windows/geometry.js'

/**
 * A convolution of images or sequences and its bias: [height, width, channels] to [newHeight,
 * newWidth, filters]. The kernel is [height, width, channels, filters].
 */
export const conv = (
  kernel: Weight,
  bias: Weight | null,
  window: Window,
  limits = NO_LIMITS,
): TrainingOp => {
  const geometry = ({ images, inputs: [x], output }: OpPlace): Geometry =>
    geometryOf(images, x?.shape ?? [], output.shape, window)
  return {
    name: 'convolution',
    weights: bias === null ? [kernel] : [kernel, bias],
    reads: { inputs: true, output: limits !== NO_LIMITS },
    ...(limits === NO_LIMITS
      ? { bias, thenLimits: (next) => conv(kernel, bias, window, next) }
      : {}),
    forward: (place) => {
      const [x] = place.inputs
      if (x === undefined) return ''
      const given = bias === null ? null : place.weight(bias)
      return convolution(
        place,
        geometry(place),
        [x.address, place.weight(kernel), given, place.output.address],
        limits,
      )
    },
    backward: (place) => gradients(place, geometry(place), { kernel, bias, limits }),
  }
}

/** The weights of a convolution or a product, and the limits of its results. */
export interface Limited {
  readonly kernel: Weight
  readonly bias: Weight | null
  readonly limits: Limits
}

/** The gradients of a convolution or a product. */
export const gradients = (
  place: BackwardPlace,
  geo: Geometry,
  { kernel, bias, limits }: Limited,
): string => {
  const { gradient: dy, output } = place
  const [x] = place.inputs
  const [dx] = place.inputGradients
  const dw = place.weightGradient(kernel)
  const db = bias === null ? null : place.weightGradient(bias)
  const names: string[] = []
  const elements = place.images * sizeOf(output.shape)
  if (limits !== NO_LIMITS) limitGradient(place.call, [output.address, dy, dy], elements, limits)
  if (db !== null) channelSums(place, dy, elements, geo.filters, db)
  if (dw !== null && x !== undefined)
    names.push(`filter ${filterGradient(place, geo, [x.address, dy, dw])}`)
  if (dx !== null && dx !== undefined)
    names.push(`input ${inputGradient(place, geo, [dy, place.weight(kernel), dx])}`)
  return names.join(', ')
}
