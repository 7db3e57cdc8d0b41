// One axis of a convolution and of the convolution over dy that is the gradient of its input, as in
// @layersmith/wasm-kernels.
import type { Geometry } from './geometry.js'

/** Output o meets input o · stride + tap · dilation − before. */
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

export const rowsOf = (geo: Geometry): Axis => ({
  size: geo.height,
  outputs: geo.outHeight,
  stride: geo.stride[0],
  dilation: geo.dilation[0],
  before: geo.top,
  taps: geo.size[0],
  first: 0,
  step: 1,
})
export const columnsOf = (geo: Geometry): Axis => ({
  size: geo.width,
  outputs: geo.outWidth,
  stride: geo.stride[1],
  dilation: geo.dilation[1],
  before: geo.left,
  taps: geo.size[1],
  first: 0,
  step: 1,
})

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))

/**
 * The gradient along an axis, for the inputs phase, phase + stride, phase + 2 · stride and so on.
 * They meet the same taps in reverse order, every stride-th one if there is no dilation, so no
 * zeros are multiplied.
 */
const gradientAxis = (axis: Axis, phase: number): Axis => {
  const { size, outputs, stride, dilation, before, taps } = axis
  const common = divisor(stride, dilation)
  const step = stride / common
  // tap t meets the phase if phase + before − t · dilation is a multiple of the stride
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

/** The gradients along an axis, for each remainder of an input modulo the stride. */
export const phasesOf = (axis: Axis): readonly Axis[] =>
  Array.from({ length: Math.min(axis.stride, axis.size) }, (_, phase) => gradientAxis(axis, phase))

/** The number of elements from the first tap to the last. */
export const reachOf = ({ taps, dilation }: Axis): number => (taps - 1) * dilation + 1
