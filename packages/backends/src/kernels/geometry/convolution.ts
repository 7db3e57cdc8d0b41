import { backend_util, util } from '@tensorflow/tfjs-core'
import type { Info } from '../run/wasm-kernel-run.js'

/**
 * Padding in pixels: [[0, 0], [top, bottom], [left, right], [0, 0]]. TensorFlow.js does not export
 * its name for it.
 */
export type ExplicitPadding = Exclude<
  Parameters<typeof backend_util.computeConv2DInfo>[4],
  'valid' | 'same' | number
>

/** The attributes that every 2-D convolution and its gradients share. */
export interface ConvAttrs {
  readonly strides: number | [number, number]
  readonly pad: 'valid' | 'same' | number | ExplicitPadding
  /**
   * Default 1. TensorFlow.js passes it to the depthwise kernels only and refuses gradients of
   * dilated convolutions before any kernel runs; the kernels here can do them.
   */
  readonly dilations?: number | [number, number]
  readonly dataFormat?: 'NHWC' | 'NCHW'
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

/**
 * One axis of a convolution: sizes in pixels; `effective` is the kernel's extent with its dilation.
 */
export interface Axis {
  readonly size: number
  readonly out: number
  readonly kernel: number
  readonly effective: number
  readonly stride: number
  readonly dilation: number
  readonly before: number
}

export interface Geometry {
  readonly batch: number
  readonly height: Axis
  readonly width: Axis
  /** [batch, out height, out width, filters] */
  readonly outShape: readonly number[]
}

const four = (shape: readonly number[], what: string): [number, number, number, number] => {
  const [a, b, c, d] = shape
  if (
    a === undefined ||
    b === undefined ||
    c === undefined ||
    d === undefined ||
    shape.length !== 4
  ) {
    throw new Error(`${what} needs 4 axes and has shape [${shape.join(', ')}]`)
  }
  return [a, b, c, d]
}

/**
 * The sizes of a 2-D convolution.
 *
 * @param input shape of the images, [batch, height, width, channels]
 * @param filter shape [height, width, channels, filters] or, for a depthwise one, [height, width,
 *   channels, multiplier]
 * @throws Error for channels first, which the backend's own convolution refuses too
 */
export const convGeometry = (
  input: readonly number[],
  filter: readonly number[],
  attrs: ConvAttrs,
  depthwise: boolean,
): Geometry => {
  if (attrs.dataFormat === 'NCHW')
    throw new Error(
      "the wasm backend convolves 'NHWC' only, got 'NCHW': transpose the images first",
    )
  const info = backend_util.computeConv2DInfo(
    four(input, 'the input of a convolution'),
    four(filter, 'the filter of a convolution'),
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    depthwise,
  )
  return {
    batch: info.batchSize,
    height: {
      size: info.inHeight,
      out: info.outHeight,
      kernel: info.filterHeight,
      effective: info.effectiveFilterHeight,
      stride: info.strideHeight,
      dilation: info.dilationHeight,
      before: info.padInfo.top,
    },
    width: {
      size: info.inWidth,
      out: info.outWidth,
      kernel: info.filterWidth,
      effective: info.effectiveFilterWidth,
      stride: info.strideWidth,
      dilation: info.dilationWidth,
      before: info.padInfo.left,
    },
    outShape: info.outShape,
  }
}

/** A gradient whose shape does not fit the convolution would make a kernel read foreign memory. */
export const expectShape = (dy: Info, geometry: Geometry): void => {
  util.assertShapesMatch(
    dy.shape,
    [...geometry.outShape],
    'the gradient does not fit the convolution: ',
  )
}

/** Explicit zeros around the two image axes. */
export const pads = (top: number, bottom: number, left: number, right: number): ExplicitPadding => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
]

/** Attributes of a stock convolution with its padding spelled out. */
export const convolve = (
  pad: ExplicitPadding,
  strides: [number, number],
  dilations: [number, number],
): object => ({ strides, pad, dataFormat: 'NHWC', dilations })
