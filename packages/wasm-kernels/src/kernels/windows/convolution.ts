import {
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  FusedConv2D,
  type TensorInfo,
} from '@tensorflow/tfjs-core'
import { areFloats, isShape } from '../../base/tensors.js'
import { defineKernel, type Given } from '../kernel.js'
import { activationOf } from './activations.js'
import { backward, forward, isOurs } from './direct-convolution.js'
import {
  convGeometry,
  dilations,
  nanosecondsOf,
  pads,
  sizes,
  windows,
  type ConvAttrs,
} from './geometry.js'

/**
 * x [batch, height, width, in], filter [height, width, in, out] → [batch, out height, out width,
 * out].
 */
export const conv2D = defineKernel<Given<'x' | 'filter'>, ConvAttrs>(
  Conv2D,
  ({ x, filter }, attrs) => {
    const conv = convGeometry(x.shape, filter.shape, attrs, false)
    if (conv === undefined || !areFloats(x, filter) || !isOurs(conv)) return undefined
    return (space) => forward(space, conv, x, filter)
  },
)

interface FusedInputs extends Given<'x' | 'filter'> {
  readonly bias?: TensorInfo
}

interface FusedAttrs extends ConvAttrs {
  readonly activation: string
}

/**
 * The same plus bias [out], then the activation. Activations with parameters are left to the stock
 * kernel.
 */
export const fusedConv2D = defineKernel<FusedInputs, FusedAttrs>(
  FusedConv2D,
  ({ x, filter, bias }, attrs) => {
    const conv = convGeometry(x.shape, filter.shape, attrs, false)
    const activation = activationOf(attrs.activation)
    if (conv === undefined || activation === undefined || !areFloats(x, filter) || !isOurs(conv))
      return undefined
    if (bias !== undefined && !(areFloats(bias) && isShape(bias, [conv.outChannels])))
      return undefined
    return (space) =>
      activation.after(space, forward(space, conv, x, filter, bias, activation.limits))
  },
)

interface FilterAttrs extends ConvAttrs {
  readonly filterShape: number[]
}

/**
 * x [batch, height, width, in], dy [batch, out height, out width, out] → [kernel height, kernel
 * width, in, out].
 */
export const convFilterGrad = defineKernel<Given<'x' | 'dy'>, FilterAttrs>(
  Conv2DBackpropFilter,
  ({ x, dy }, attrs) => {
    const conv = convGeometry(x.shape, attrs.filterShape, attrs, false)
    if (conv === undefined || !areFloats(x, dy) || !isShape(dy, conv.outShape)) return undefined
    return (space) => {
      const dw = space.zeros(attrs.filterShape)
      space.split(
        'convFilterGrad',
        {
          units: conv.filterHeight * Math.ceil(conv.outChannels / 8),
          nanoseconds: nanosecondsOf(conv),
        },
        space.address(x),
        space.address(dy),
        space.address(dw),
        ...sizes(conv),
        conv.outChannels,
        ...windows(conv),
        ...dilations(conv),
        ...pads(conv),
      )
      return dw
    }
  },
)

interface InputAttrs extends ConvAttrs {
  readonly inputShape: number[]
}

/**
 * dy [batch, out height, out width, out], filter [height, width, in, out] → `inputShape`. Without
 * strides, one to three channels have their own kernel.
 */
export const convInputGrad = defineKernel<Given<'dy' | 'filter'>, InputAttrs>(
  Conv2DBackpropInput,
  ({ dy, filter }, attrs) => {
    const conv = convGeometry(attrs.inputShape, filter.shape, attrs, false)
    if (conv === undefined || !areFloats(dy, filter) || !isShape(dy, conv.outShape))
      return undefined
    const { filterHeight, filterWidth, inChannels, outChannels, strideHeight, strideWidth } = conv
    if (inChannels >= 4 || strideHeight > 1 || strideWidth > 1)
      return (space) => backward(space, conv, dy, filter)
    return (space) => {
      const dx = space.output(attrs.inputShape)
      space.split(
        'fewChannelsInputGrad',
        { units: conv.batchSize, nanoseconds: 4 * nanosecondsOf(conv) },
        space.address(dy),
        space.address(filter),
        space.address(dx),
        ...sizes(conv),
        outChannels,
        filterHeight,
        filterWidth,
        ...dilations(conv),
        ...pads(conv),
      )
      return dx
    }
  },
)
