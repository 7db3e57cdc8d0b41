import { backend_util, util, type TensorInfo } from '@tensorflow/tfjs-core'

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
   * Default 1. TensorFlow.js passes it to the depthwise kernels only, and refuses gradients of
   * dilated convolutions before any kernel runs; the kernels here could compute them.
   */
  readonly dilations?: number | [number, number]
  readonly dataFormat?: 'NHWC' | 'NCHW'
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

/**
 * One axis of a convolution, in pixels. `effective` is the extent of the dilated kernel, `before`
 * the padding before the axis.
 */
export interface ConvAxis {
  readonly size: number
  readonly out: number
  readonly kernel: number
  readonly effective: number
  readonly stride: number
  readonly dilation: number
  readonly before: number
}

/** The sizes of a 2-D convolution. */
export interface ConvGeometry {
  readonly batch: number
  readonly height: ConvAxis
  readonly width: ConvAxis
  /** [batch, out height, out width, filters] */
  readonly outShape: readonly number[]
}

const rank4 = (shape: readonly number[], what: string): [number, number, number, number] => {
  const [a, b, c, d] = shape
  if (
    a === undefined ||
    b === undefined ||
    c === undefined ||
    d === undefined ||
    shape.length !== 4
  ) {
    throw new Error(`${what} needs 4 axes, but has shape [${shape.join(', ')}]`)
  }
  return [a, b, c, d]
}

/**
 * Computes the sizes of a 2-D convolution.
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
): ConvGeometry => {
  if (attrs.dataFormat === 'NCHW')
    throw new Error(
      "the wasm backend convolves only 'NHWC', got 'NCHW': transpose the images first",
    )
  const info = backend_util.computeConv2DInfo(
    rank4(input, 'the input of a convolution'),
    rank4(filter, 'the filter of a convolution'),
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

/**
 * Checks the shape of a gradient. One that does not fit the convolution would make a kernel read
 * memory that is not its own.
 */
export const expectConvShape = (dy: TensorInfo, geometry: ConvGeometry): void => {
  util.assertShapesMatch(
    dy.shape,
    [...geometry.outShape],
    'the gradient does not fit the convolution: ',
  )
}

/** Explicit padding around the two image axes. */
export const explicitPadding = (
  top: number,
  bottom: number,
  left: number,
  right: number,
): ExplicitPadding => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
]

/** The attributes of a stock convolution with explicit padding. */
export const convAttrs = (
  pad: ExplicitPadding,
  strides: [number, number],
  dilations: [number, number],
): object => ({ strides, pad, dataFormat: 'NHWC', dilations })
