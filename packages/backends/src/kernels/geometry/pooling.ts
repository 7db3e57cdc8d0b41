import { backend_util, util, type TensorInfo } from '@tensorflow/tfjs-core'

/** One axis of pooling, in pixels. `before` is the padding before the axis. */
export interface PoolAxis {
  readonly size: number
  readonly out: number
  readonly window: number
  readonly stride: number
  readonly before: number
}

/** Pooling windows over [batch, depth, height, width, channels]. In 2-D pooling the depth is 1. */
export interface PoolWindows {
  readonly batch: number
  readonly channels: number
  readonly axes: readonly [depth: PoolAxis, height: PoolAxis, width: PoolAxis]
  /** Shape of the pooled result. */
  readonly outShape: readonly number[]
  /** Whether any window reaches into the padding. */
  readonly padded: boolean
}

/**
 * The attributes of 2-D pooling and its gradients. TensorFlow.js has no gradient for dilated
 * pooling.
 */
export interface Pool2DAttrs {
  readonly filterSize: number | [number, number]
  readonly strides: number | [number, number]
  readonly pad: Parameters<typeof backend_util.computePool2DInfo>[4]
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

/** The attributes of 3-D pooling and its gradients. */
export interface Pool3DAttrs {
  readonly filterSize: number | [number, number, number]
  readonly strides: number | [number, number, number]
  readonly pad: 'valid' | 'same' | number
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
  readonly dataFormat?: 'NDHWC' | 'NCDHW'
}

const single: PoolAxis = { size: 1, out: 1, window: 1, stride: 1, before: 0 }

const reachesOut = ({ size, out, window, stride, before }: PoolAxis): boolean =>
  before > 0 || (out - 1) * stride + window - before > size

/** PoolWindows of 2-D pooling over [batch, height, width, channels]. */
export const windows2D = (
  input: TensorInfo,
  { filterSize, strides, pad, dimRoundingMode }: Pool2DAttrs,
): PoolWindows => {
  // TensorFlow.js checks the rank before it runs the kernel.
  const info = backend_util.computePool2DInfo(
    input.shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  )
  const height: PoolAxis = {
    size: info.inHeight,
    out: info.outHeight,
    window: info.filterHeight,
    stride: info.strideHeight,
    before: info.padInfo.top,
  }
  const width: PoolAxis = {
    size: info.inWidth,
    out: info.outWidth,
    window: info.filterWidth,
    stride: info.strideWidth,
    before: info.padInfo.left,
  }
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    axes: [single, height, width],
    outShape: info.outShape,
    padded: reachesOut(height) || reachesOut(width),
  }
}

/** PoolWindows of 3-D pooling over [batch, depth, height, width, channels]. */
export const windows3D = (
  input: TensorInfo,
  { filterSize, strides, pad, dimRoundingMode, dataFormat }: Pool3DAttrs,
): PoolWindows => {
  if (dataFormat === 'NCDHW')
    throw new Error("the wasm backend pools only 'NDHWC', got 'NCDHW': transpose the volumes first")
  // TensorFlow.js checks the rank before it runs the kernel.
  const shape = input.shape as [number, number, number, number, number]
  const info = backend_util.computePool3DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode)
  const { padInfo } = info
  const depth: PoolAxis = {
    size: info.inDepth,
    out: info.outDepth,
    window: info.filterDepth,
    stride: info.strideDepth,
    before: padInfo.front,
  }
  const height: PoolAxis = {
    size: info.inHeight,
    out: info.outHeight,
    window: info.filterHeight,
    stride: info.strideHeight,
    before: padInfo.top,
  }
  const width: PoolAxis = {
    size: info.inWidth,
    out: info.outWidth,
    window: info.filterWidth,
    stride: info.strideWidth,
    before: padInfo.left,
  }
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    axes: [depth, height, width],
    outShape: info.outShape,
    padded: [depth, height, width].some(reachesOut),
  }
}

/** The first input position of window number `i`, and the position after its last. */
export const windowStart = ({ stride, before }: PoolAxis, i: number): number =>
  Math.max(0, i * stride - before)
export const windowEnd = ({ size, window, stride, before }: PoolAxis, i: number): number =>
  Math.min(size, i * stride - before + window)

/**
 * Checks the shape of a gradient. One that does not fit the windows would make a kernel read memory
 * that is not its own.
 */
export const expectPooledShape = (dy: TensorInfo, windows: PoolWindows): void => {
  util.assertShapesMatch(dy.shape, [...windows.outShape], 'the gradient does not fit the pooling: ')
}

/** Which of several equal values counts as the maximum of a window. */
export type Tie = 'first' | 'last'

/**
 * Calls `found(output index, input index)` for every window and channel with the position of the
 * window's maximum. As in TensorFlow.js's cpu backend, the position is -1 when nothing in the
 * window exceeds −∞ (NaN, or −∞ itself where the first maximum counts).
 */
export const eachMaximum = (
  x: Float32Array,
  windows: PoolWindows,
  tie: Tie,
  found: (output: number, input: number) => void,
): void => {
  const {
    batch,
    channels,
    axes: [depth, height, width],
  } = windows
  const last = tie === 'last'
  let output = 0
  for (let n = 0; n < batch; n++) {
    for (let oz = 0; oz < depth.out; oz++) {
      const z0 = windowStart(depth, oz)
      const z1 = windowEnd(depth, oz)
      for (let oy = 0; oy < height.out; oy++) {
        const y0 = windowStart(height, oy)
        const y1 = windowEnd(height, oy)
        for (let ox = 0; ox < width.out; ox++) {
          const x0 = windowStart(width, ox)
          const x1 = windowEnd(width, ox)
          for (let c = 0; c < channels; c++) {
            let best = -Infinity
            let at = -1
            for (let z = z0; z < z1; z++) {
              for (let y = y0; y < y1; y++) {
                let i = (((n * depth.size + z) * height.size + y) * width.size + x0) * channels + c
                for (let column = x0; column < x1; column++, i += channels) {
                  // in range by construction, and this is the innermost loop
                  const value = x[i] as number
                  if (value > best || (last && value === best)) {
                    best = value
                    at = i
                  }
                }
              }
            }
            found(output++, at)
          }
        }
      }
    }
  }
}
