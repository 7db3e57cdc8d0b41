import type { Workspace } from '../../link/workspace.js'
import type { Limits } from './activations.js'
import { reachOf, type Axis } from './axis.js'
import { nanosecondsFor } from './geometry.js'

interface Convolution {
  readonly x: number
  readonly batch: number
  readonly channels: number
  readonly rows: Axis
  readonly columns: Axis
  readonly filters: number
  /**
   * The filter with its inner sizes, and the distances between two channels of the input and
   * between two of the output.
   */
  readonly filter: {
    readonly address: number
    readonly width: number
    readonly tapSize: number
    readonly inStep: number
    readonly outStep: number
  }
  readonly bias: number
  /** The result, and the distances between two of its images, rows and pixels. */
  readonly y: {
    readonly address: number
    readonly image: number
    readonly row: number
    readonly pixel: number
  }
  readonly limits: Limits
}

/** Elements in the copied rows of a band, which should stay in the cache. */
const bandSize = 32 * 1024

/** Packs the filter, cuts the images into bands and runs the compiled convolution. */
export const convolve = (
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
    ...limits,
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
    'convolvePanels',
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
    rows.size * columns.size * channels,
    columns.size * channels,
    channels,
  )
}
