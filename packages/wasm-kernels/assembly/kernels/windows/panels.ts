// The filter of a convolution in panels of 8 filters, the form that panel-tiles.ts and
// ../../matrices/gemm.ts read.
import { at, bytes, load4 } from '../../base/memory'
import { PANEL, panelSize } from '../../matrices/panel'

/** Elements in all panels. */
export function panelsSize(k: i32, filters: i32): i32 {
  return ((filters + PANEL - 1) / PANEL) * panelSize(k)
}

/**
 * Packs the taps of a filter, from (firstRow, firstColumn) on in steps that may be negative, into
 * panels. Lanes after the last filter are zero. A `bias` of 0 means none.
 *
 * The weight of k = (ky, kx, i) and filter o is
 *
 *     w[(firstRow + ky · rowStep) · kernelWidth + firstColumn + kx · columnStep]
 *      [i · inStep + o · outStep]
 */
export function packFilter(
  filter: usize,
  bias: usize,
  packed: usize,
  kernelWidth: i32,
  tapSize: i32,
  firstRow: i32,
  rowStep: i32,
  rows: i32,
  firstColumn: i32,
  columnStep: i32,
  columns: i32,
  channels: i32,
  inStep: i32,
  filters: i32,
  outStep: i32,
  least: f32,
  most: f32,
): void {
  const low = f32x4.splat(least),
    high = f32x4.splat(most)
  let to = packed
  for (let o = 0; o < filters; o += PANEL) {
    const lanes = min(PANEL, filters - o)
    packVector(bias === 0 ? 0 : at(bias, o), 1, bias === 0 ? 0 : lanes, to)
    to += bytes(PANEL)
    for (let ky = 0; ky < rows; ky++) {
      for (let kx = 0; kx < columns; kx++) {
        const tap = (firstRow + ky * rowStep) * kernelWidth + firstColumn + kx * columnStep
        let from = at(filter, tap * tapSize + o * outStep)
        for (let i = 0; i < channels; i++) {
          packVector(from, outStep, lanes, to)
          from += bytes(inStep)
          to += bytes(PANEL)
        }
      }
    }
    v128.store(to, low)
    v128.store(to, high, 16)
    to += bytes(PANEL)
  }
}

/** A panel's vector: `lanes` values that are `step` apart, then zeros. */
function packVector(from: usize, step: i32, lanes: i32, to: usize): void {
  if (lanes === PANEL && step === 1) {
    v128.store(to, load4(from))
    v128.store(to, v128.load(from, 16), 16)
    return
  }
  for (let lane = 0; lane < PANEL; lane++)
    store<f32>(at(to, lane), lane < lanes ? load<f32>(at(from, lane * step)) : 0)
}
