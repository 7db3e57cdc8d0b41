// What ../../../assembly/windows/direct-convolution.ts needs to know of a convolution, and of the gradient of
// one: over dy that is a convolution again.
import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core'
import type { Workspace } from '../../link/workspace.js'
import { nanosecondsFor } from './geometry.js'

/** One axis of a convolution: output o meets input o · stride + tap · dilation − before. */
interface Axis {
  readonly size: number
  readonly outputs: number
  readonly stride: number
  readonly dilation: number
  readonly before: number
  readonly taps: number
  /** Which element of the filter the first tap is, and how far it is to that of the next. */
  readonly first: number
  readonly step: number
}

type Info = backend_util.Conv2DInfo

const rowsOf = ({
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
const columnsOf = ({
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
 * The gradient along an axis, for the inputs phase, phase + stride, phase + 2 · stride and so on:
 * they meet the same taps, every stride-th where there is no dilation, and meet them backwards. So
 * the zeros that a strided convolution's gradient would have between the pixels of dy are never
 * multiplied.
 */
const back = ({ size, outputs, stride, dilation, before, taps }: Axis, phase: number): Axis => {
  const common = divisor(stride, dilation)
  const step = stride / common
  // tap t meets the phase where phase + before − t · dilation is a multiple of the stride
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

/** Least and largest result. */
export type Limits = readonly [number, number]
export const unlimited: Limits = [-Infinity, Infinity]

interface Convolution {
  readonly x: number
  readonly batch: number
  readonly channels: number
  readonly rows: Axis
  readonly columns: Axis
  readonly filters: number
  /**
   * The filter with its inner sizes, and what lies between two channels of the input and two of the
   * output.
   */
  readonly filter: {
    readonly address: number
    readonly width: number
    readonly tapSize: number
    readonly inStep: number
    readonly outStep: number
  }
  readonly bias: number
  /** The result, and what lies between two images, rows and pixels of it. */
  readonly y: {
    readonly address: number
    readonly image: number
    readonly row: number
    readonly pixel: number
  }
  readonly limits: Limits
}

/** Elements of the copied rows of a band, which are to stay in the cache. */
const bandSize = 32 * 1024
const reachOf = ({ taps, dilation }: Axis): number => (taps - 1) * dilation + 1

const convolve = (
  space: Workspace,
  { x, batch, channels, rows, columns, filters, filter, bias, y, limits }: Convolution,
): void => {
  const { wasm } = space
  const k = rows.taps * columns.taps * channels
  const panels = space.scratch(wasm.panelsSize(k, filters))
  wasm.packFilter(
    filter.address,
    bias,
    panels,
    filter.width,
    filter.tapSize,
    rows.first,
    rows.step,
    rows.taps,
    columns.first,
    columns.step,
    columns.taps,
    channels,
    filter.inStep,
    filters,
    filter.outStep,
  )
  const line = Math.ceil(
    ((Math.max(columns.outputs, 4) - 1) * columns.stride + reachOf(columns)) / columns.stride,
  )
  const phases = Math.min(columns.stride, reachOf(columns))
  const offsets = space.scratch(k)
  wasm.tapOffsets(
    offsets,
    rows.taps,
    columns.taps,
    channels,
    rows.dilation,
    columns.dilation,
    columns.stride,
    phases,
    line,
  )
  const row = phases * channels * line
  const bandRows = Math.max(
    1,
    Math.min(rows.outputs, Math.floor((bandSize / row - reachOf(rows)) / rows.stride) + 1),
  )
  const size = {
    units: batch * Math.ceil(rows.outputs / bandRows),
    nanoseconds: nanosecondsFor(batch * rows.outputs * columns.outputs * filters * k),
  }
  const scratchSize = ((bandRows - 1) * rows.stride + reachOf(rows)) * row + wasm.tileSize()
  space.split(
    'convolve',
    size,
    x,
    panels,
    offsets,
    y.address,
    space.scratch(space.parts(size) * scratchSize),
    scratchSize,
    bandRows,
    rows.size,
    columns.size,
    channels,
    rows.outputs,
    columns.outputs,
    filters,
    k,
    reachOf(rows),
    phases,
    line,
    rows.stride,
    columns.stride,
    rows.before,
    columns.before,
    y.image,
    y.row,
    y.pixel,
    ...limits,
  )
}

/** Without neighbours, steps and padding pixels are just a list. */
const isPointwise = ({
  filterHeight,
  filterWidth,
  strideHeight,
  strideWidth,
  padInfo,
}: Info): boolean =>
  filterHeight * filterWidth * strideHeight * strideWidth === 1 &&
  padInfo.top + padInfo.bottom + padInfo.left + padInfo.right === 0

/** The widest image, up to 64, of so many pixels. */
const widest = (pixels: number): number => {
  let width = Math.min(pixels, 64)
  while (pixels % width !== 0) width--
  return width
}

/**
 * The same convolution over other images where rows would be short: tiles do not go over the end of
 * one.
 */
const reshaped = (conv: Info): Info => {
  const pixels = conv.batchSize * conv.outHeight * conv.outWidth
  const width = widest(pixels)
  if (!isPointwise(conv) || width <= conv.outWidth) return conv
  return {
    ...conv,
    batchSize: 1,
    inHeight: pixels / width,
    outHeight: pixels / width,
    inWidth: width,
    outWidth: width,
  }
}

/**
 * Whether ours is the one to take: tiles of four pixels are more than half full, while the stock
 * kernel takes pixels of several rows at a time; or there is a stride, with which that one is wrong
 * where it leaves pixels over.
 */
export const isOurs = (conv: Info): boolean =>
  reshaped(conv).outWidth > 2 || conv.strideHeight > 1 || conv.strideWidth > 1

/**
 * x [batch, height, width, in] and filter [kernel height, kernel width, in, out] → [batch, out
 * height, out width, out]
 */
export const forward = (
  space: Workspace,
  conv: Info,
  x: TensorInfo,
  filter: TensorInfo,
  bias?: TensorInfo,
  limits: Limits = unlimited,
): TensorInfo => {
  const y = space.output(conv.outShape)
  const taken = reshaped(conv)
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
export const backward = (
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
    Array.from({ length: Math.min(axis.stride, axis.size) }, (_, phase) => back(axis, phase))
  const [rowPhases, columnPhases] = [phases(rowsOf(conv)), phases(columnsOf(conv))]
  // A stride may leave inputs that nothing was computed from.
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
