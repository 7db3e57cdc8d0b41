// Sums over all pixels for each channel, and biases added to each pixel.
import { type Address, behind } from '../program/call.js'
import { kernel } from '../program/kernels.js'
import { NO_LIMITS, type OpPlace } from '../graph/op.js'

type Writer = Pick<OpPlace, 'call' | 'scratch' | 'table'>

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))

/** As in assembly/matrices/columns.ts of @layersmith/wasm-kernels: elements of a line. */
export const periodOf = (columns: number): number => {
  const line = (columns / divisor(columns, 4)) * 4
  return line * Math.max(1, Math.floor((31 + line) / line))
}
const LINES = 1024
/** Lines of a tensor, and the parts that each have their own sums. */
export const linesOf = (elements: number, columns: number): number =>
  Math.ceil(elements / periodOf(columns))
export const partsOf = (elements: number, columns: number): number =>
  Math.max(1, Math.ceil(linesOf(elements, columns) / LINES))
/** Elements of the sums of all parts. */
export const totalsOf = (elements: number, columns: number): number =>
  partsOf(elements, columns) * 3 * periodOf(columns)

/** sums ← Σ x over `elements / channels` pixels. */
export const channelSums = (
  place: Writer,
  x: Address,
  elements: number,
  channels: number,
  sums: Address,
): void => {
  const totals = place.scratch(totalsOf(elements, channels))
  const parts = partsOf(elements, channels)
  place.call(kernel('sums', parts, x, elements, channels, totals))
  place.call(kernel('columnTotals', 1, totals, channels, parts, 1, sums))
}

/** y ← x + bias for each pixel. */
export const addBias = (
  place: Writer,
  [x, bias, y]: readonly [Address, Address, Address],
  elements: number,
  channels: number,
): void => {
  // a normalization by a mean of 0 and a scale of 1
  const line = periodOf(channels)
  const tables = place.scratch(3 * line)
  const constants = place.table(new Float32Array(2 * line).fill(1, line))
  place.call(kernel('copyBlocks', 1, constants, 0, 0, tables, 0, 0, 1, 2 * line))
  place.call(kernel('repeat', 1, bias, channels, behind(tables, 2 * line)))
  const units = linesOf(elements, channels)
  place.call(kernel('normalize', units, x, elements, channels, tables, ...NO_LIMITS, y))
}
