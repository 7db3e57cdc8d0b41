import { AvgPoolGrad, MaxPoolGrad, type backend_util } from '@tensorflow/tfjs-core'
import { areFloats, isShape } from '../../base/tensors.js'
import type { Size } from '../../link/workspace.js'
import { defineKernel, type Given } from '../kernel.js'
import { pads, poolGeometry, sizes, windows, type PoolAttrs } from './geometry.js'

/** A unit is an image; every element of a window takes a few cycles. */
const sizeOf = ({
  batchSize,
  outHeight,
  outWidth,
  outChannels,
  filterHeight,
  filterWidth,
}: backend_util.Conv2DInfo): Size => ({
  units: batchSize,
  nanoseconds: (batchSize * outHeight * outWidth * outChannels * filterHeight * filterWidth) / 3,
})

/**
 * dy [batch, out height, out width, channels], input [batch, height, width, channels] → the input's
 * shape.
 */
export const maxPoolGrad = defineKernel<Given<'dy' | 'input'>, PoolAttrs>(
  MaxPoolGrad,
  ({ dy, input }, attrs) => {
    const pool = poolGeometry(input, attrs)
    if (pool === undefined || !areFloats(dy, input) || !isShape(dy, pool.outShape)) return undefined
    return (space) => {
      const dx = space.output(input.shape)
      space.split(
        'maxPoolGrad',
        sizeOf(pool),
        space.address(input),
        space.address(dy),
        space.address(dx),
        ...sizes(pool),
        ...windows(pool),
        ...pads(pool),
      )
      return dx
    }
  },
)

/**
 * The gradient of the forward pass, which divides by the number of pixels inside the image. At
 * padded borders TensorFlow.js's own gradients, on every backend, divide by the size of the window
 * instead. dy [batch, out height, out width, channels], input [batch, height, width, channels] →
 * the input's shape.
 */
export const avgPoolGrad = defineKernel<Given<'dy' | 'input'>, PoolAttrs>(
  AvgPoolGrad,
  ({ dy, input }, attrs) => {
    const pool = poolGeometry(input, attrs)
    if (pool === undefined || !areFloats(dy, input) || !isShape(dy, pool.outShape)) return undefined
    return (space) => {
      const dx = space.output(input.shape)
      space.split(
        'avgPoolGrad',
        sizeOf(pool),
        space.address(dy),
        space.address(dx),
        ...sizes(pool),
        ...windows(pool),
        ...pads(pool),
      )
      return dx
    }
  },
)
