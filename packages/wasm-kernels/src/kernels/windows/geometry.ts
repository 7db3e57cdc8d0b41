import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core'

type Four = [number, number, number, number]
type Pad = Parameters<typeof backend_util.computeConv2DInfo>[4]

/** The attributes that every 2-D convolution and its gradients share. */
export interface ConvAttrs {
  readonly strides: number | [number, number]
  readonly pad: Pad
  readonly dilations?: number | [number, number]
  readonly dataFormat?: 'NHWC' | 'NCHW'
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

/**
 * The sizes of a 2-D convolution as TensorFlow.js computes them. Undefined for channels first,
 * which these kernels cannot do.
 */
export const convGeometry = (
  input: readonly number[],
  filter: readonly number[],
  attrs: ConvAttrs,
  depthwise: boolean,
): backend_util.Conv2DInfo | undefined => {
  if (attrs.dataFormat === 'NCHW' || input.length !== 4 || filter.length !== 4) return undefined
  // Both have four axes, as just checked.
  return backend_util.computeConv2DInfo(
    input as Four,
    filter as Four,
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    depthwise,
  )
}

export interface PoolAttrs {
  readonly filterSize: number | [number, number]
  readonly strides: number | [number, number]
  readonly pad: 'valid' | 'same' | number
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

/** The sizes of 2-D pooling as TensorFlow.js computes them. */
export const poolGeometry = (
  { shape }: TensorInfo,
  { filterSize, strides, pad, dimRoundingMode }: PoolAttrs,
): backend_util.Conv2DInfo | undefined =>
  // The shape has four axes, as checked right here.
  shape.length === 4
    ? backend_util.computePool2DInfo(shape as Four, filterSize, strides, 1, pad, dimRoundingMode)
    : undefined

/** Sizes in the order in which the kernels of ../../../assembly take them. */
export const sizes = ({
  batchSize,
  inHeight,
  inWidth,
  inChannels,
  outHeight,
  outWidth,
}: backend_util.Conv2DInfo): readonly number[] => [
  batchSize,
  inHeight,
  inWidth,
  inChannels,
  outHeight,
  outWidth,
]
export const windows = ({
  filterHeight,
  filterWidth,
  strideHeight,
  strideWidth,
}: backend_util.Conv2DInfo): readonly number[] => [
  filterHeight,
  filterWidth,
  strideHeight,
  strideWidth,
]
export const dilations = ({
  dilationHeight,
  dilationWidth,
}: backend_util.Conv2DInfo): readonly number[] => [dilationHeight, dilationWidth]
export const pads = ({ padInfo }: backend_util.Conv2DInfo): readonly number[] => [
  padInfo.top,
  padInfo.left,
]

/** The estimated time of a convolution's multiplications on one thread: some 20 per nanosecond. */
export const nanosecondsFor = (multiplications: number): number => multiplications / 20

/** That estimate for a convolution or one of its gradients. */
export const nanosecondsOf = ({
  batchSize,
  outHeight,
  outWidth,
  outChannels,
  inChannels,
  filterHeight,
  filterWidth,
}: backend_util.Conv2DInfo): number =>
  nanosecondsFor(
    batchSize * outHeight * outWidth * outChannels * inChannels * filterHeight * filterWidth,
  )
