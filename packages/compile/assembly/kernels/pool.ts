// Channels are a multiple of 4.
import { at, bytes, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'

/**
 * The maximum of each window, or its mean if `mean`, over the part of the window that is inside the
 * image.
 */
export function pool(
  mean: bool,
  x: usize,
  xRow: i32,
  xPixel: i32,
  height: i32,
  width: i32,
  y: usize,
  yRow: i32,
  yPixel: i32,
  rows: i32,
  columns: i32,
  channels: i32,
  kh: i32,
  kw: i32,
  sh: i32,
  sw: i32,
  top: i32,
  left: i32,
): void {
  for (let r = 0; r < rows; r++) {
    const y0 = max(0, r * sh - top),
      y1 = min(height, r * sh - top + kh)
    for (let c = 0; c < columns; c++) {
      const x0 = max(0, c * sw - left),
        x1 = min(width, c * sw - left + kw)
      const from = at(x, y0 * xRow + x0 * xPixel),
        to = at(y, r * yRow + c * yPixel)
      if (mean) means(from, xRow, xPixel, y1 - y0, x1 - x0, to, channels)
      else if (y1 - y0 === 2 && x1 - x0 === 2) fours(from, xRow, xPixel, to, channels)
      else largest(from, xRow, xPixel, y1 - y0, x1 - x0, to, channels, false)
    }
  }
}

/** The maxima of 2x2 windows. */
function fours(x: usize, xRow: i32, xPixel: i32, y: usize, channels: i32): void {
  const pixel = bytes(xPixel)
  for (const end = x + bytes(channels), row = bytes(xRow); x < end; x += 16, y += 16) {
    const next = x + row
    v128.store(
      y,
      f32x4.pmax(
        f32x4.pmax(load4(x), load4(x + pixel)),
        f32x4.pmax(load4(next), load4(next + pixel)),
      ),
    )
  }
}

/**
 * The maximum of each channel over rows and columns. A NaN counts if `spreads`; otherwise it is
 * skipped, as in TensorFlow's windows.
 */
export function largest(
  x: usize,
  xRow: i32,
  xPixel: i32,
  rows: i32,
  columns: i32,
  y: usize,
  channels: i32,
  spreads: bool,
): void {
  const pixel = bytes(xPixel)
  for (let i: usize = 0; i < bytes(channels); i += 16) {
    let best = load4(x + i)
    for (let r = 0; r < rows; r++) {
      let p = at(x, r * xRow) + i
      for (let c = 0; c < columns; c++, p += pixel)
        best = spreads ? f32x4.max(best, load4(p)) : f32x4.pmax(best, load4(p))
    }
    v128.store(y + i, best)
  }
}

/** The mean of each channel over rows and columns. */
export function means(
  x: usize,
  xRow: i32,
  xPixel: i32,
  rows: i32,
  columns: i32,
  y: usize,
  channels: i32,
): void {
  const pixel = bytes(xPixel),
    part = f32x4.splat(1 / ((rows * columns) as f32))
  for (let i: usize = 0; i < bytes(channels); i += 16) {
    let sum = f32x4.splat(0)
    for (let r = 0; r < rows; r++) {
      // a sum of row sums, which rounds less than one long sum
      let line = f32x4.splat(0),
        p = at(x, r * xRow) + i
      for (let c = 0; c < columns; c++, p += pixel) line = f32x4.add(line, load4(p))
      sum = f32x4.add(sum, line)
    }
    v128.store(y + i, f32x4.mul(sum, part))
  }
}
