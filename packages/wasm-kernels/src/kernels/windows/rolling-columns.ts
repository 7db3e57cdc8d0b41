// The depthwise convolution with a 3x3 kernel, in the terms of
// ../../../assembly/kernels/windows/depthwise.ts.
import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core'
import type { Workspace } from '../../link/workspace.js'
import { unlimited, type Limits } from './activations.js'
import { columnsOf, rowsOf, type Axis } from './axis.js'

type Info = backend_util.Conv2DInfo

/** Whether the windows of an axis reach at most one pixel beyond the image, on both sides. */
const reachesOne = ({ size, outputs, stride, before }: Axis): boolean =>
  before >= 0 && before <= 1 && (outputs - 1) * stride + 2 - before <= size

/**
 * Whether the kernel can compute this convolution: 3x3 with stride 1 or 2, one filter per channel,
 * channels in multiples of four, and padding of at most one pixel.
 */
export const rolls = (conv: Info): boolean =>
  conv.filterHeight === 3 &&
  conv.filterWidth === 3 &&
  conv.dilationHeight * conv.dilationWidth === 1 &&
  conv.strideHeight === conv.strideWidth &&
  conv.strideHeight <= 2 &&
  conv.outChannels === conv.inChannels &&
  conv.inChannels % 4 === 0 &&
  conv.outHeight * conv.outWidth > 0 &&
  reachesOne(rowsOf(conv)) &&
  reachesOne(columnsOf(conv))

/** Some 15 multiplications per nanosecond. */
const nanosecondsOf = ({ batchSize, outHeight, outWidth, outChannels }: Info): number =>
  (batchSize * outHeight * outWidth * outChannels * 9) / 15

/** What the kernel convolves: an image and where its windows start, for y of some size. */
interface Images {
  readonly x: TensorInfo
  readonly height: number
  readonly width: number
  readonly top: number
  readonly left: number
  readonly y: TensorInfo
  readonly outHeight: number
  readonly outWidth: number
}

const run = (
  space: Workspace,
  conv: Info,
  { x, height, width, top, left, y, outHeight, outWidth }: Images,
  filter: TensorInfo,
  flip: 0 | 1,
  bias?: TensorInfo,
  limits: Limits = unlimited,
): void => {
  const { batchSize, inChannels, strideHeight } = conv
  const weights = space.scratch(space.wasm.depthwiseSize(inChannels))
  space.wasm.packDepthwise(
    space.address(filter),
    bias === undefined ? 0 : space.address(bias),
    weights,
    inChannels,
    flip,
  )
  const zeros = space.address(space.zeros([width * inChannels]))
  space.split(
    'depthwise',
    { units: batchSize, nanoseconds: nanosecondsOf(conv) },
    space.address(x),
    weights,
    space.address(y),
    height * width * inChannels,
    width * inChannels,
    outHeight * outWidth * inChannels,
    outWidth * inChannels,
    outHeight,
    outWidth,
    inChannels,
    strideHeight,
    ...limits,
    height,
    width,
    top,
    left,
    zeros,
  )
}

/**
 * X [batch, height, width, channels], filter [3, 3, channels, 1] → y, for convolutions that `rolls`
 * accepts.
 */
export const rollForward = (
  space: Workspace,
  conv: Info,
  x: TensorInfo,
  filter: TensorInfo,
  bias?: TensorInfo,
  limits?: Limits,
): TensorInfo => {
  const { inHeight: height, inWidth: width, outHeight, outWidth, padInfo } = conv
  const y = space.output(conv.outShape)
  const { top, left } = padInfo
  run(space, conv, { x, height, width, top, left, y, outHeight, outWidth }, filter, 0, bias, limits)
  return y
}

/**
 * Whether the gradient of the input rolls too: it is the same convolution over dy, with the taps
 * backward, if there are no strides and the padding is one pixel on all sides.
 */
export const rollsBackward = (conv: Info): boolean =>
  rolls(conv) &&
  conv.strideHeight === 1 &&
  conv.padInfo.top * conv.padInfo.left === 1 &&
  conv.outHeight === conv.inHeight &&
  conv.outWidth === conv.inWidth

/** Dy and filter → dx, for convolutions that `rollsBackward` accepts. */
export const rollBackward = (
  space: Workspace,
  conv: Info,
  dy: TensorInfo,
  filter: TensorInfo,
): TensorInfo => {
  const { inHeight: height, inWidth: width } = conv
  const dx = space.output(conv.inShape)
  const images = { x: dy, height, width, top: 1, left: 1, y: dx }
  run(space, conv, { ...images, outHeight: height, outWidth: width }, filter, 1)
  return dx
}
