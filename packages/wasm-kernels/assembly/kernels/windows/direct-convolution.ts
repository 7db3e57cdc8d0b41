// The 2-D convolution itself:
//
//   y[b, oy, ox, o] = limit(bias[o] +
//     Σ x[b, oy·sh + ky·dh − top, ox·sw + kx·dw − left, i] · w[ky, kx, i, o])
//
// The sum runs over k = (ky, kx, i) for one tile of the result at a time, 4 to 6 neighboring pixels
// by 8 filters (panel-tiles.ts). The inner loop is fast because it does nothing but the sum:
//
// - The filter is packed into panels of 8 filters (panels.ts), so its vectors are consecutive in
//   memory.
// - The rows of the image that a band of output rows meets are copied once, padding included,
//   channel by channel: pixels that are neighbors in a tile are neighbors in memory too. With a
//   stride, each remainder of x modulo the stride that a tap meets has its own part of the row, a
//   phase.
// - The offset of value k is the same in every tile, so it comes from a table.
import { at, bytes, load4 } from '../../base/memory'
import { PANEL, panelSize } from '../../matrices/panel'
import { nextRows } from '../../matrices/rows'
import { copyRows } from './band-rows'
import { direct4, direct5, direct6 } from './panel-tiles'

/** Elements in the largest tile. */
export function tileSize(): i32 {
  return 6 * PANEL
}

/**
 * A unit is a band of an image: `bandRows` output rows, or fewer in the last band of an image.
 *
 * `panels` comes from `packFilter` and `offsets` from `tapOffsets`. `scratch` has `scratchSize`
 * elements per part, for a tile and the rows that a band meets. A line has room for four pixels and
 * their taps, even if the result is narrower. Images, rows and pixels are `xImage`, `xRow` and
 * `xPixel` elements apart in x, `yImage`, `yRow` and `yPixel` in y.
 */
export function convolvePanels(
  x: usize,
  panels: usize,
  offsets: usize,
  y: usize,
  scratch: usize,
  scratchSize: i32,
  bandRows: i32,
  height: i32,
  width: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  filters: i32,
  k: i32,
  reach: i32,
  phases: i32,
  line: i32,
  sh: i32,
  sw: i32,
  top: i32,
  left: i32,
  yImage: i32,
  yRow: i32,
  yPixel: i32,
  xImage: i32,
  xRow: i32,
  xPixel: i32,
  from: i32,
  to: i32,
  part: i32,
): void {
  const bands = (outHeight + bandRows - 1) / bandRows
  const row = bytes(phases * channels * line)
  const tile = at(scratch, part * scratchSize)
  const source = at(tile, tileSize())
  for (let unit = from; unit < to; unit++) {
    const b = unit / bands,
      first = (unit % bands) * bandRows
    const rows = min(bandRows, outHeight - first)
    copyRows(
      at(x, b * xImage),
      height,
      width,
      channels,
      xRow,
      xPixel,
      first * sh - top,
      (rows - 1) * sh + reach,
      sh,
      reach,
      sw,
      left,
      phases,
      line,
      source,
    )
    for (let o = 0, panel = panels; o < filters; o += PANEL, panel = at(panel, panelSize(k))) {
      for (let r = 0; r < rows; r++) {
        outputRow(
          source + ((r * sh) as usize) * row,
          offsets,
          panel,
          k,
          at(y, b * yImage + (first + r) * yRow + o),
          yPixel,
          outWidth,
          min(PANEL, filters - o),
          tile,
        )
      }
    }
  }
}

/**
 * A row of the result for `lanes` filters of a panel. Tiles that the row is too narrow for, or the
 * filters too few, take the way through `tile`.
 */
function outputRow(
  x: usize,
  offsets: usize,
  panel: usize,
  k: i32,
  y: usize,
  yPixel: i32,
  width: i32,
  lanes: i32,
  tile: usize,
): void {
  const whole = lanes === PANEL && width >= 4
  for (let ox = 0; ox < width;) {
    // The last tile may overlap pixels that are done.
    const pixels = max(4, nextRows(width - ox))
    ox = max(0, min(ox, width - pixels))
    const source = at(x, ox),
      target = at(y, ox * yPixel)
    const to = whole ? target : tile,
      step = whole ? bytes(yPixel) : bytes(PANEL)
    if (ASC_FEATURE_RELAXED_SIMD && pixels === 6) direct6(source, offsets, panel, k, to, step)
    else if (pixels === 5) direct5(source, offsets, panel, k, to, step)
    else direct4(source, offsets, panel, k, to, step)
    if (!whole) copyTile(tile, min(pixels, width), lanes, target, bytes(yPixel))
    ox += pixels
  }
}

/** Copies the first `lanes` filters of a tile's pixels. */
function copyTile(tile: usize, pixels: i32, lanes: i32, y: usize, step: usize): void {
  for (let pixel = 0; pixel < pixels; pixel++) {
    if (lanes === PANEL) {
      v128.store(y, load4(tile))
      v128.store(y, v128.load(tile, 16), 16)
    } else {
      const four = lanes & 4
      if (four !== 0) v128.store(y, load4(tile))
      for (let lane = four; lane < lanes; lane++) store<f32>(at(y, lane), load<f32>(at(tile, lane)))
    }
    tile += bytes(PANEL)
    y += step
  }
}
