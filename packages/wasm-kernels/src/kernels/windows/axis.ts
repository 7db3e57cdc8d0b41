import type { backend_util } from '@tensorflow/tfjs-core'

type Info = backend_util.Conv2DInfo

/** One axis of a convolution: output o meets input o · stride + tap · dilation − before. */
export interface Axis {
  readonly size: number
  readonly outputs: number
  readonly stride: number
  readonly dilation: number
  readonly before: number
  readonly taps: number
  /** The filter element of the first tap, and the step to that of the next tap. */
  readonly first: number
  readonly step: number
}

export const rowsOf = ({
  inHeight,
  outHeight,
  strideHeight,
  dilationHeight,
  padInfo,
  filterHeight,
}: Info): Axis => ({
  size: inHeight,
  outputs: outHeight,
  stride: strideHeight,
  dilation: dilationHeight,
  before: padInfo.top,
  taps: filterHeight,
  first: 0,
  step: 1,
})
export const columnsOf = ({
  inWidth,
  outWidth,
  strideWidth,
  dilationWidth,
  padInfo,
  filterWidth,
}: Info): Axis => ({
  size: inWidth,
  outputs: outWidth,
  stride: strideWidth,
  dilation: dilationWidth,
  before: padInfo.left,
  taps: filterWidth,
  first: 0,
  step: 1,
})

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))

/**
 * The gradient along an axis, for the inputs phase, phase + stride, phase + 2 · stride and so on.
 * They meet the same taps, every stride-th one if there is no dilation, in reverse order. So the
 * zeros that the gradient of a strided convolution would have between the pixels of dy are never
 * multiplied.
 */
export const gradientAxis = (
  { size, outputs, stride, dilation, before, taps }: Axis,
  phase: number,
): Axis => {
  const common = divisor(stride, dilation)
  const step = stride / common
  // Tap t meets the phase if phase + before − t · dilation is a multiple of the stride.
  const nearest =
    Array.from({ length: step }, (_, tap) => tap).find(
      (tap) => (phase + before - tap * dilation) % stride === 0,
    ) ?? taps
  const met = Math.max(0, Math.ceil((taps - nearest) / step))
  return {
    size: outputs,
    outputs: Math.ceil((size - phase) / stride),
    stride: 1,
    dilation: dilation / common,
    before: (met - 1) * (dilation / common) - (phase + before - nearest * dilation) / stride,
    taps: met,
    first: nearest + step * (met - 1),
    step: -step,
  }
}

/** The number of elements from the first tap to the last. */
export const reachOf = ({ taps, dilation }: Axis): number => (taps - 1) * dilation + 1
