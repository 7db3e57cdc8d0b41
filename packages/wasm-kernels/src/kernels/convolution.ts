import { Conv2D, Conv2DBackpropFilter, Conv2DBackpropInput, type backend_util, type TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats, defineKernel, isShape, type Given } from '../kernel.js'
import type { Workspace } from '../workspace.js'
import { convGeometry, dilations, pads, sizes, windows, type ConvAttrs } from './geometry.js'

interface FilterAttrs extends ConvAttrs {
  readonly filterShape: number[]
}

/** x [batch, height, width, in], dy [batch, out height, out width, out] → [kernel height, kernel width, in, out]. */
export const convFilterGrad = defineKernel<Given<'x' | 'dy'>, FilterAttrs>(Conv2DBackpropFilter, ({ x, dy }, attrs) => {
  const conv = convGeometry(x.shape, attrs.filterShape, attrs, false)
  if (conv === undefined || !areFloats(x, dy) || !isShape(dy, conv.outShape)) return undefined
  return (space) => {
    const dw = space.output(attrs.filterShape)
    space.wasm.convFilterGrad(
      space.address(x), space.address(dy), space.address(dw),
      ...sizes(conv), conv.outChannels, ...windows(conv), ...dilations(conv), ...pads(conv),
    )
    return dw
  }
})

interface InputAttrs extends ConvAttrs {
  readonly inputShape: number[]
}

/**
 * dx: dy, with zeros between its pixels where the convolution strides, convolved with the filter, flipped in both image
 * axes and with its channels exchanged; for a few channels straight from the definition. dy [batch, out height, out width, out], filter [height, width, in, out] → `inputShape`.
 */
export const convInputGrad = defineKernel<Given<'dy' | 'filter'>, InputAttrs>(Conv2DBackpropInput, ({ dy, filter }, attrs) => {
  const conv = convGeometry(attrs.inputShape, filter.shape, attrs, false)
  if (conv === undefined || !areFloats(dy, filter) || !isShape(dy, conv.outShape)) return undefined
  const { filterHeight, filterWidth, inChannels, outChannels, strideHeight, strideWidth } = conv
  if (inChannels < 4 && strideHeight === 1 && strideWidth === 1) {
    return (space) => {
      const dx = space.output(attrs.inputShape)
      space.wasm.fewChannelsInputGrad(
        space.address(dy), space.address(filter), space.address(dx),
        ...sizes(conv), outChannels, filterHeight, filterWidth, ...dilations(conv), ...pads(conv),
      )
      return dx
    }
  }
  return (space) => {
    const flipped = space.output([filterHeight, filterWidth, outChannels, inChannels])
    space.wasm.flipFilter(space.address(filter), filterHeight * filterWidth, inChannels, outChannels, space.address(flipped))
    const { x, pad } = surround(space, dy, conv)
    return space.call(Conv2D, { x, filter: flipped }, { strides: [1, 1], pad, dilations: dilations(conv), dataFormat: 'NHWC' })
  }
})

/** dy with as many zeros around it, or as little of it, as a `valid` convolution needs to give the input's size. */
const surround = (space: Workspace, dy: TensorInfo, conv: backend_util.Conv2DInfo): { readonly x: TensorInfo, readonly pad: unknown } => {
  const { batchSize, inHeight, inWidth, outHeight, outWidth, outChannels, effectiveFilterHeight, effectiveFilterWidth, strideHeight, strideWidth, padInfo } = conv
  const height = inHeight + effectiveFilterHeight - 1
  const width = inWidth + effectiveFilterWidth - 1
  const top = effectiveFilterHeight - 1 - padInfo.top
  const left = effectiveFilterWidth - 1 - padInfo.left
  const bottom = height - top - outHeight
  const right = width - left - outWidth
  // Zeros around it are the convolution's own padding, with no copy.
  if (strideHeight === 1 && strideWidth === 1 && Math.min(top, left, bottom, right) >= 0) {
    return { x: dy, pad: [[0, 0], [top, bottom], [left, right], [0, 0]] }
  }
  const x = space.output([batchSize, height, width, outChannels])
  space.wasm.spread(space.address(dy), batchSize, outHeight, outWidth, outChannels, space.address(x), height, width, top, left, strideHeight, strideWidth)
  return { x, pad: 'valid' }
}
