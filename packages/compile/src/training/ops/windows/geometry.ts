// How a window moves over the images of a batch.
import type { Shape } from '../../contract.js'

export type Pair = readonly [number, number]

/** A window, as a kind's config has it. */
export interface Window {
  readonly size: Pair
  readonly stride: Pair
  readonly dilation: Pair
  /** `causal` puts all zeros before the steps of a sequence. */
  readonly padding: 'same' | 'valid' | 'causal'
}

/** The sizes of a convolution or a pooling of a batch. */
export interface Geometry {
  readonly images: number
  readonly height: number
  readonly width: number
  readonly channels: number
  readonly outHeight: number
  readonly outWidth: number
  readonly filters: number
  readonly size: Pair
  readonly stride: Pair
  readonly dilation: Pair
  readonly top: number
  readonly left: number
}

/** The zeros before an axis, as TensorFlow.js counts them. */
const before = (size: number, outputs: number, window: Window, axis: 0 | 1): number => {
  if (window.padding === 'valid') return 0
  const reach = (window.size[axis] - 1) * window.dilation[axis] + 1
  if (window.padding === 'causal') return reach - 1
  return Math.floor(Math.max(0, (outputs - 1) * window.stride[axis] + reach - size) / 2)
}

/** A vector is an image of one pixel, a sequence an image of one row. */
const imageOf = (shape: Shape): readonly [number, number, number] => [
  shape.slice(0, -2).reduce((product, size) => product * size, 1),
  shape.at(-2) ?? 1,
  shape.at(-1) ?? 1,
]

export const geometryOf = (
  images: number,
  input: Shape,
  output: Shape,
  window: Window,
): Geometry => {
  const [height, width, channels] = imageOf(input)
  const [outHeight, outWidth, filters] = imageOf(output)
  return {
    images,
    height,
    width,
    channels,
    outHeight,
    outWidth,
    filters,
    size: window.size,
    stride: window.stride,
    dilation: window.dilation,
    top: before(height, outHeight, window, 0),
    left: before(width, outWidth, window, 1),
  }
}

/** The product of each pixel with a matrix, as a 1x1 convolution. */
export const pointsOf = (pixels: number, channels: number, filters: number): Geometry => ({
  images: 1,
  height: 1,
  width: pixels,
  channels,
  outHeight: 1,
  outWidth: pixels,
  filters,
  size: [1, 1],
  stride: [1, 1],
  dilation: [1, 1],
  top: 0,
  left: 0,
})

const isOne = ([a, b]: Pair): boolean => a === 1 && b === 1

/** Whether it only multiplies each pixel by a matrix. */
export const isPoint = ({ size, stride, top, left }: Geometry): boolean =>
  isOne(size) && isOne(stride) && top + left === 0

/** Whether it moves by single pixels and has no gaps. */
export const isPlain = ({ stride, dilation }: Geometry): boolean => isOne(stride) && isOne(dilation)

/** The arguments of kernels, in the order in which many of them take them. */
export const sizesOf = (geo: Geometry): readonly number[] => [
  geo.images,
  geo.height,
  geo.width,
  geo.channels,
  geo.outHeight,
  geo.outWidth,
]
