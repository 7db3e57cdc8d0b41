// The 2-D convolution itself:
//
//   y[b, oy, ox, o] = limit(bias[o] +
//     Σ x[b, oy·sh + ky·dh − top, ox·sw + kx·dw − left, i] · w[ky, kx, i, o])
//
// The sum runs over k = (ky, kx, i) for one tile of the result at a time, 5 or 4 neighboring pixels
// by 8 filters (tiles.ts). The inner loop is fast because it does nothing but the sum:
//
// - The filter is packed into panels of 8 filters (panels.ts), so its vectors are consecutive in
//   memory.
// - The rows of the image that a band of output rows meets are copied once, padding included,
//   channel by channel: pixels that are neighbors in a tile are neighbors in memory too. With a
//   stride, each remainder of x modulo the stride that a tap meets has its own part of the row, a
//   phase.
// - The offset of value k is the same in every tile, so it comes from a table.
import { at, bytes, load4 } from '../../base/memory'
import { transposed } from '../../matrices/transpose'
import { PANEL, panelSize } from './panels'
import { endOutput, firstOutput } from './taps'
import { tile4, tile5, tileSize } from './tiles'

/**
 * offsets[k] ← bytes from the start of a tile's first row to its value k. A row is
 * [phases, channels, line].
 */
export function tapOffsets(
  offsets: usize,
  rows: i32,
  columns: i32,
  channels: i32,
  dh: i32,
  dw: i32,
  sw: i32,
  phases: i32,
  line: i32,
): void {
  let to = offsets
  for (let ky = 0; ky < rows; ky++) {
    for (let kx = 0; kx < columns; kx++) {
      const x = kx * dw
      const first = (ky * dh * phases + (x % sw)) * channels * line + x / sw
      for (let i = 0; i < channels; i++) {
        store<u32>(to, bytes(first + i * line) as u32)
        to += 4
      }
    }
  }
}

/**
 * A unit is a band of an image: `bandRows` output rows, or fewer in the last band of an image.
 *
 * `panels` comes from `packFilter` and `offsets` from `tapOffsets`. `scratch` has `scratchSize`
 * elements per part, for a tile and the rows that a band meets. A line has room for four pixels and
 * their taps, even if the result is narrower. In the result, pixels are `yPixel`, rows `yRow` and
 * images `yImage` elements apart.
 */
export function convolve(
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
  least: f32,
  most: f32,
  from: i32,
  to: i32,
  part: i32,
): void {
  const bands = (outHeight + bandRows - 1) / bandRows
  const row = bytes(phases * channels * line)
  const tile = at(scratch, part * scratchSize)
  scratch = at(tile, tileSize())
  for (let unit = from; unit < to; unit++) {
    const b = unit / bands,
      first = (unit % bands) * bandRows
    const rows = min(bandRows, outHeight - first)
    copyRows(
      at(x, b * height * width * channels),
      height,
      width,
      channels,
      first * sh - top,
      (rows - 1) * sh + reach,
      sh,
      reach,
      sw,
      left,
      phases,
      line,
      scratch,
    )
    for (let o = 0, panel = panels; o < filters; o += PANEL, panel = at(panel, panelSize(k))) {
      const lanes = min(PANEL, filters - o),
        weights = at(panel, PANEL)
      for (let r = 0; r < rows; r++) {
        const source = scratch + ((r * sh) as usize) * row
        const target = at(y, b * yImage + (first + r) * yRow + o)
        for (let ox = 0; ox < outWidth;) {
          const rest = outWidth - ox
          // Fives and fours that leave little over. The last tile may overlap pixels that are done.
          const pixels =
            rest === 5 || rest === 9 || rest === 10 || (rest > 12 && rest !== 16) ? 5 : 4
          ox = max(0, min(ox, outWidth - pixels))
          if (pixels === 5) tile5(at(source, ox), offsets, weights, k, tile)
          else tile4(at(source, ox), offsets, weights, k, tile)
          finish(
            tile,
            min(pixels, outWidth),
            panel,
            lanes,
            least,
            most,
            at(target, ox * yPixel),
            bytes(yPixel),
          )
          ox += pixels
        }
      }
    }
  }
}

/**
 * Copies rows of an image, from `first` on, which may be outside the image. Each becomes
 * [phases, channels, line], with zeros for padding. Rows that a stride skips are left as they are.
 */
function copyRows(
  image: usize,
  height: i32,
  width: i32,
  channels: i32,
  first: i32,
  rows: i32,
  sh: i32,
  reach: i32,
  sw: i32,
  left: i32,
  phases: i32,
  line: i32,
  scratch: usize,
): void {
  const size = bytes(phases * channels * line)
  const padded = left > 0 || line * sw - left > width
  for (let r = 0, to = scratch; r < rows; r++, to += size) {
    if (r % sh >= reach) continue
    const y = first + r
    const inside = y >= 0 && y < height
    if (padded || !inside) memory.fill(to, 0, size)
    if (!inside) continue
    for (let phase = 0; phase < phases; phase++) {
      const x0 = firstOutput(phase, left, sw),
        x1 = endOutput(phase, left, sw, width, line)
      if (x1 <= x0) continue
      transposed(
        at(image, (y * width + x0 * sw + phase - left) * channels),
        x1 - x0,
        sw * channels,
        channels,
        at(to, phase * channels * line + x0),
        line,
      )
    }
  }
}

/** Adds the biases to a tile's pixels, limits them and stores `lanes` filters of each in y. */
function finish(
  tile: usize,
  pixels: i32,
  panel: usize,
  lanes: i32,
  least: f32,
  most: f32,
  y: usize,
  step: usize,
): void {
  const low = f32x4.splat(least),
    high = f32x4.splat(most),
    b0 = load4(panel),
    b1 = v128.load(panel, 16)
  for (let pixel = 0; pixel < pixels; pixel++) {
    // pmin and pmax in this order keep NaN.
    let s0 = f32x4.pmin(f32x4.pmax(f32x4.add(load4(tile), b0), low), high)
    const s1 = f32x4.pmin(f32x4.pmax(f32x4.add(v128.load(tile, 16), b1), low), high)
    if (lanes === PANEL) {
      v128.store(y, s0)
      v128.store(y, s1, 16)
    } else {
      let to = y,
        left = lanes
      if (left >= 4) {
        v128.store(to, s0)
        to += 16
        left -= 4
        s0 = s1
      }
      if (left > 0) store<f32>(to, f32x4.extract_lane(s0, 0))
      if (left > 1) store<f32>(to, f32x4.extract_lane(s0, 1), 4)
      if (left > 2) store<f32>(to, f32x4.extract_lane(s0, 2), 8)
    }
    tile += bytes(PANEL)
    y += step
  }
}
