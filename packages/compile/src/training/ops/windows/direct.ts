// A convolution that computes every product, and the gradient of its input.
import type { Address } from '../../program/call.js'
import { behind } from '../../program/call.js'
import { kernel } from '../../program/kernels.js'
import { type Limits, NO_LIMITS, type OpPlace } from '../../graph/op.js'
import { type Axis, columnsOf, phasesOf, reachOf, rowsOf } from './axis.js'
import type { Geometry } from './geometry.js'

export type Writer = Pick<OpPlace, 'call' | 'scratch' | 'table'>

/** Panels of 8 filters, with their biases and limits. */
const PANEL = 8
export const panelsOf = (k: number, filters: number): number =>
  Math.ceil(filters / PANEL) * (k + 2) * PANEL

/** Elements in the copied rows of a band, which should stay in the cache, and in a tile. */
const [BAND, TILE] = [32 * 1024, 48]

interface Convolution {
  readonly x: Address
  readonly images: number
  readonly channels: number
  readonly rows: Axis
  readonly columns: Axis
  readonly filters: number
  /** The filter, and the sizes to step through it: columns, elements per tap, input and output. */
  readonly filter: Address
  readonly steps: readonly [width: number, tap: number, input: number, output: number]
  readonly bias: Address | null
  /** The result, and the distances between two of its images, rows and pixels. */
  readonly y: Address
  readonly apart: readonly [image: number, row: number, pixel: number]
  readonly limits: Limits
}

const convolve = (place: Writer, conv: Convolution): void => {
  const { rows, columns, channels, filters } = conv
  const [width, tap, inStep, outStep] = conv.steps
  const k = rows.taps * columns.taps * channels
  const panels = place.scratch(panelsOf(k, filters))
  place.call(
    kernel(
      'packFilter',
      1,
      conv.filter,
      conv.bias,
      panels,
      width,
      tap,
      rows.first,
      rows.step,
      rows.taps,
      columns.first,
      columns.step,
      columns.taps,
      channels,
      inStep,
      filters,
      outStep,
      conv.limits[0],
      conv.limits[1],
    ),
  )
  const line = Math.ceil(
    ((Math.max(columns.outputs, 4) - 1) * columns.stride + reachOf(columns)) / columns.stride,
  )
  const phases = Math.min(columns.stride, reachOf(columns))
  const row = phases * channels * line
  const bandRows = Math.max(
    1,
    Math.min(rows.outputs, Math.floor((BAND / row - reachOf(rows)) / rows.stride) + 1),
  )
  const units = conv.images * Math.ceil(rows.outputs / bandRows)
  const size = ((bandRows - 1) * rows.stride + reachOf(rows)) * row + TILE
  place.call(
    kernel(
      'convolvePanels',
      units,
      conv.x,
      panels,
      place.table(offsetsOf(rows, columns, channels, phases, line)),
      conv.y,
      place.scratch(size, units),
      size,
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
      ...conv.apart,
      rows.size * columns.size * channels,
      columns.size * channels,
      channels,
    ),
  )
}

/** Bytes from the start of a tile's first row to each of its values. */
const offsetsOf = (
  rows: Axis,
  columns: Axis,
  channels: number,
  phases: number,
  line: number,
): Int32Array => {
  const offsets = new Int32Array(rows.taps * columns.taps * channels)
  let at = 0
  for (let ky = 0; ky < rows.taps; ky++)
    for (let kx = 0; kx < columns.taps; kx++) {
      const x = kx * columns.dilation
      const first =
        (ky * rows.dilation * phases + (x % columns.stride)) * channels * line +
        Math.floor(x / columns.stride)
      for (let i = 0; i < channels; i++) offsets[at++] = 4 * (first + i * line)
    }
  return offsets
}

export const directForward = (
  place: Writer,
  geo: Geometry,
  [x, filter, bias, y]: readonly [Address, Address, Address | null, Address],
  limits: Limits,
): void => {
  const { images, channels, filters, outHeight, outWidth } = geo
  convolve(place, {
    x,
    images,
    channels,
    rows: rowsOf(geo),
    columns: columnsOf(geo),
    filters,
    filter,
    steps: [geo.size[1], channels * filters, filters, 1],
    bias,
    y,
    apart: [outHeight * outWidth * filters, outWidth * filters, filters],
    limits,
  })
}

export const directBackward = (
  place: Writer,
  geo: Geometry,
  [dy, filter, dx]: readonly [Address, Address, Address],
): void => {
  const { images, height, width, channels, filters, stride } = geo
  const [rowPhases, columnPhases] = [phasesOf(rowsOf(geo)), phasesOf(columnsOf(geo))]
  // with a stride, some inputs may not have been used for any output
  if ([...rowPhases, ...columnPhases].some(({ taps }) => taps === 0))
    place.call(kernel('clear', 1, dx, images * height * width * channels))
  for (const [top, rows] of rowPhases.entries())
    for (const [left, columns] of columnPhases.entries()) {
      if (rows.taps === 0 || columns.taps === 0) continue
      convolve(place, {
        x: dy,
        images,
        channels: filters,
        rows,
        columns,
        filters: channels,
        filter,
        steps: [geo.size[1], channels * filters, 1, filters],
        bias: null,
        y: behind(dx, (top * width + left) * channels),
        apart: [height * width * channels, stride[0] * width * channels, stride[1] * channels],
        limits: NO_LIMITS,
      })
    }
}
