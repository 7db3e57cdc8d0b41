import { DepthwiseConv2dNativeBackpropFilter, DepthwiseConv2dNativeBackpropInput } from '@tensorflow/tfjs-core'
import { areFloats, defineKernel, isShape, type Given } from '../kernel.js'
import { convGeometry, dilations, pads, sizes, windows, type ConvAttrs } from './geometry.js'

interface FilterAttrs extends ConvAttrs {
  readonly filterShape: number[]
}

/** x [batch, height, width, in], dy [batch, out height, out width, in · multiplier] → [kernel height, kernel width, in, multiplier]. */
export const depthwiseFilterGrad = defineKernel<Given<'x' | 'dy'>, FilterAttrs>(DepthwiseConv2dNativeBackpropFilter, ({ x, dy }, attrs) => {
  const conv = convGeometry(x.shape, attrs.filterShape, attrs, true)
  if (conv === undefined || !areFloats(x, dy) || !isShape(dy, conv.outShape)) return undefined
  return (space) => {
    const dw = space.output(attrs.filterShape)
    space.wasm.depthwiseFilterGrad(
      space.address(x), space.address(dy), space.address(dw),
      ...sizes(conv), conv.outChannels / conv.inChannels, ...windows(conv), ...dilations(conv), ...pads(conv),
    )
    return dw
  }
})

interface InputAttrs extends ConvAttrs {
  readonly inputShape: number[]
}

/** dy [batch, out height, out width, in · multiplier], filter [height, width, in, multiplier] → `inputShape`. */
export const depthwiseInputGrad = defineKernel<Given<'dy' | 'filter'>, InputAttrs>(DepthwiseConv2dNativeBackpropInput, ({ dy, filter }, attrs) => {
  const conv = convGeometry(attrs.inputShape, filter.shape, attrs, true)
  if (conv === undefined || !areFloats(dy, filter) || !isShape(dy, conv.outShape)) return undefined
  return (space) => {
    const dx = space.output(attrs.inputShape)
    space.wasm.depthwiseInputGrad(
      space.address(dy), space.address(filter), space.address(dx),
      ...sizes(conv), conv.outChannels / conv.inChannels, ...windows(conv), ...dilations(conv), ...pads(conv),
    )
    return dx
  }
})
