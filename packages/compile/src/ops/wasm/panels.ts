// Weights as kernels read them.
import { type Limits } from '../../graph/kernels.js'
import { at } from '../../graph/affine.js'
import { lanesOf } from '../../graph/wasm.js'
import type { Weights } from '../weights.js'

/** Columns of a panel. */
const PANEL = 8

/** What of a kernel is packed: so many rows, of columns from the first one on. */
interface Part {
  readonly rows: number
  readonly first: number
  readonly columns: number
  /** Columns that are written, with those behind the last. */
  readonly room?: number
}

/**
 * Rows of weights with as many columns as there are outputs, in panels of 8 columns: the biases,
 * the weights of each row, and the limits, 4 times each. Columns behind the last are zeros, as many
 * as there is room for.
 * @param rowOf where in the kernel the row begins
 */
export const panels = (
  { kernel, bias }: Weights,
  { rows, first, columns, room = columns }: Part,
  { least, most }: Limits,
  rowOf: (row: number) => number,
): Float32Array => {
  const size = (rows + 2) * PANEL
  const packed = new Float32Array((lanesOf(room) / PANEL) * size)
  for (let o = 0; o < columns; o++) {
    const panel = Math.floor(o / PANEL) * size + (o % PANEL)
    if (bias !== null) packed[panel] = at(bias.values, first + o)
  }
  for (let row = 0; row < rows; row++) {
    const from = rowOf(row)
    for (let o = 0; o < columns; o++)
      packed[Math.floor(o / PANEL) * size + (row + 1) * PANEL + (o % PANEL)] = at(
        kernel.values,
        from + first + o,
      )
  }
  for (let end = size - PANEL; end < packed.length; end += size) {
    packed.fill(least, end, end + PANEL / 2)
    packed.fill(most, end + PANEL / 2, end + PANEL)
  }
  return packed
}

/** Rows of channels with their lanes, each row `channels` numbers of the list. */
export const laned = (
  rows: readonly ArrayLike<number>[],
  channels: number,
  lanes = lanesOf(channels),
): Float32Array => {
  const packed = new Float32Array(rows.length * lanes)
  for (const [i, row] of rows.entries())
    for (let channel = 0; channel < channels; channel++)
      packed[i * lanes + channel] = at(row, channel)
  return packed
}
