import type { Weight } from '../contract.js'
import { NO_LIMITS, type OpPlace, type TrainingOp, channelsOf, pixelsOf } from '../graph/op.js'
import { gradients } from './conv.js'
import { convolution } from './windows/convolve.js'
import { type Geometry, pointsOf } from './windows/geometry.js'

/** A product with a matrix and its bias: […, inputs] to […, units]. */
export const dense = (kernel: Weight, bias: Weight | null, limits = NO_LIMITS): TrainingOp => {
  const geometry = ({ images, inputs: [x], output }: OpPlace): Geometry => ({
    ...pointsOf(images * pixelsOf(output), channelsOf(x ?? output), channelsOf(output)),
  })
  return {
    name: 'dense',
    weights: bias === null ? [kernel] : [kernel, bias],
    reads: { inputs: true, output: limits !== NO_LIMITS },
    ...(limits === NO_LIMITS ? { bias, thenLimits: (next) => dense(kernel, bias, next) } : {}),
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
