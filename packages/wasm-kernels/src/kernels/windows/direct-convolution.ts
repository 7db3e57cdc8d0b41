// A convolution, and the gradient of its input, which is a convolution over dy, in the terms of
// ../../../assembly/kernels/windows/direct-convolution.ts.
import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core'
import type { Workspace } from '../../link/workspace.js'
import { unlimited, type Limits } from './activations.js'
import { columnsOf, gradientAxis, rowsOf, type Axis } from './axis.js'
import { convolve } from './convolve.js'
import { widened } from './pixels.js'

type Info = backend_util.Conv2DInfo

/**
 * x [batch, height, width, in] and filter [kernel height, kernel width, in, out] → [batch, out
 * height, out width, out]
 */
export const directForward = (
  space: Workspace,
  conv: Info,
  x: TensorInfo,
  filter: TensorInfo,
  bias?: TensorInfo,
  limits: Limits = unlimited,
): TensorInfo => {
  const y = space.output(conv.outShape)
  const taken = widened(conv)
  const { batchSize, inChannels, outChannels, outHeight, outWidth, filterWidth } = taken
  convolve(space, {
    x: space.address(x),
    batch: batchSize,
    channels: inChannels,
    rows: rowsOf(taken),
    columns: columnsOf(taken),
    filters: outChannels,
    filter: {
      address: space.address(filter),
      width: filterWidth,
      tapSize: inChannels * outChannels,
      inStep: outChannels,
      outStep: 1,
    },
    bias: bias === undefined ? 0 : space.address(bias),
    y: {
      address: space.address(y),
      image: outHeight * outWidth * outChannels,
      row: outWidth * outChannels,
      pixel: outChannels,
    },
    limits,
  })
  return y
}

/**
 * dy [batch, out height, out width, out] and filter [kernel height, kernel width, in, out] →
 * [batch, height, width, in]
 */
export const directBackward = (
  space: Workspace,
  conv: Info,
  dy: TensorInfo,
  filter: TensorInfo,
): TensorInfo => {
  const {
    batchSize,
    inHeight,
    inWidth,
    inChannels,
    outChannels,
    strideHeight,
    strideWidth,
    filterWidth,
  } = conv
  const phases = (axis: Axis) =>
    Array.from({ length: Math.min(axis.stride, axis.size) }, (_, phase) =>
      gradientAxis(axis, phase),
    )
  const [rowPhases, columnPhases] = [phases(rowsOf(conv)), phases(columnsOf(conv))]
  // With a stride, some inputs may not have been used for any output.
  const dx = [...rowPhases, ...columnPhases].some(({ taps }) => taps === 0)
    ? space.zeros(conv.inShape)
    : space.output(conv.inShape)
  rowPhases.forEach((rows, top) => {
    columnPhases.forEach((columns, left) => {
      if (rows.taps === 0 || columns.taps === 0) return
      convolve(space, {
        x: space.address(dy),
        batch: batchSize,
        channels: outChannels,
        rows,
        columns,
        filters: inChannels,
        filter: {
          address: space.address(filter),
          width: filterWidth,
          tapSize: inChannels * outChannels,
          inStep: 1,
          outStep: outChannels,
        },
        bias: 0,
        y: {
          address: space.address(dx) + 4 * (top * inWidth + left) * inChannels,
          image: inHeight * inWidth * inChannels,
          row: strideHeight * inWidth * inChannels,
          pixel: strideWidth * inChannels,
        },
        limits: unlimited,
      })
    })
  })
  return dx
}
