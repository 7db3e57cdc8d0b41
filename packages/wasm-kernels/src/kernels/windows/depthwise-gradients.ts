import {
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  type backend_util,
} from '@tensorflow/tfjs-core'
import { areFloats, isShape } from '../../base/tensors.js'
import { defineKernel, type Given } from '../kernel.js'
import { chooseDepthwiseInputGradient } from './choice.js'
import { convGeometry, dilations, pads, sizes, windows, type ConvAttrs } from './geometry.js'
import { rollBackward } from './rolling-columns.js'

interface FilterAttrs extends ConvAttrs {
  readonly filterShape: number[]
}

/** The estimated time on one thread: some 4 multiplications per nanosecond. */
const nanosecondsOf = ({
  batchSize,
  outHeight,
  outWidth,
  outChannels,
  filterHeight,
  filterWidth,
}: backend_util.Conv2DInfo): number =>
  (batchSize * outHeight * outWidth * outChannels * filterHeight * filterWidth) / 4

/**
 * x [batch, height, width, in], dy [batch, out height, out width, in · multiplier] → [kernel
 * height, kernel width, in, multiplier].
 */
export const depthwiseFilterGrad = defineKernel<Given<'x' | 'dy'>, FilterAttrs>(
  DepthwiseConv2dNativeBackpropFilter,
  ({ x, dy }, attrs) => {
    const conv = convGeometry(x.shape, attrs.filterShape, attrs, true)
    if (conv === undefined || !areFloats(x, dy) || !isShape(dy, conv.outShape)) return undefined
    return (space) => {
      const dw = space.zeros(attrs.filterShape)
      space.split(
        'depthwiseFilterGrad',
        { units: Math.ceil(conv.outChannels / 8), nanoseconds: nanosecondsOf(conv) },
        space.address(x),
        space.address(dy),
        space.address(dw),
        ...sizes(conv),
        conv.outChannels / conv.inChannels,
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
 * dy [batch, out height, out width, in · multiplier], filter [height, width, in, multiplier] →
 * `inputShape`.
 */
export const depthwiseInputGrad = defineKernel<Given<'dy' | 'filter'>, InputAttrs>(
  DepthwiseConv2dNativeBackpropInput,
  ({ dy, filter }, attrs) => {
    const conv = convGeometry(attrs.inputShape, filter.shape, attrs, true)
    if (conv === undefined || !areFloats(dy, filter) || !isShape(dy, conv.outShape))
      return undefined
    if (chooseDepthwiseInputGradient(conv).kernel === 'rolling columns')
      return (space) => rollBackward(space, conv, dy, filter)
    return (space) => {
      const dx = space.output(attrs.inputShape)
      space.split(
        'depthwiseInputGrad',
        { units: conv.batchSize, nanoseconds: nanosecondsOf(conv) },
        space.address(dy),
        space.address(filter),
        space.address(dx),
        ...sizes(conv),
        conv.outChannels / conv.inChannels,
        ...windows(conv),
        ...dilations(conv),
        ...pads(conv),
      )
      return dx
    }
  },
)
