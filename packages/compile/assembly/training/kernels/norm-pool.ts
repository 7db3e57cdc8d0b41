// Batch normalization, limits and the largest number of each 2x2 window, in one pass: see norm.ts.
// The number of channels is a multiple of 4, and heights and widths are even. A table is as long as
// a line of columns.ts, but only the first `channels` numbers are read. The gradient goes to the
// first largest number.
import { bytes, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'
import { period, sumScratch } from '@layersmith/wasm-kernels/assembly/matrices/columns'
import { gradient, normal, outside } from './norm'

/** A unit is a row of windows. */
export function normPool(
  x: usize,
  width: i32,
  channels: i32,
  tables: usize,
  least: f32,
  most: f32,
  y: usize,
  from: i32,
  to: i32,
): void {
  const pixel = bytes(channels),
    row = (width as usize) * pixel,
    line = bytes(period(channels)),
    low = f32x4.splat(least),
    high = f32x4.splat(most)
  let q = y + ((from * width) >> 1) * pixel
  for (let r = from; r < to; r++) {
    let p = x + 2 * (r as usize) * row
    for (let c = 0; c < width; c += 2, p += 2 * pixel, q += pixel) {
      for (let j: usize = 0; j < pixel; j += 16) {
        const first = p + j,
          table = tables + j
        const above = f32x4.max(
          normal(load4(first), table, line),
          normal(load4(first + pixel), table, line),
        )
        const below = f32x4.max(
          normal(load4(first + row), table, line),
          normal(load4(first + row + pixel), table, line),
        )
        v128.store(q + j, f32x4.min(f32x4.max(f32x4.max(above, below), low), high))
      }
    }
  }
}

/** Adds four sums in single precision to sums in double precision. */
function addTotals(totals: usize, sum: v128): void {
  const high = v128.shuffle<f32>(sum, sum, 2, 3, 2, 3)
  v128.store(totals, f64x2.add(v128.load(totals), f64x2.promote_low_f32x4(sum)))
  v128.store(totals, f64x2.add(v128.load(totals, 16), f64x2.promote_low_f32x4(high)), 16)
}

/** How many rows of windows each part sums. */
const ROWS = 64

/**
 * totals ← Σ g and products ← Σ g · (x − mean) by channel, as columns.ts reads them. A unit is a
 * part of 64 rows of windows.
 */
export function normPoolSums(
  x: usize,
  dy: usize,
  rows: i32,
  width: i32,
  channels: i32,
  tables: usize,
  least: f32,
  most: f32,
  totals: usize,
  products: usize,
  from: i32,
  to: i32,
): void {
  const pixel = bytes(channels),
    row = (width as usize) * pixel,
    line = bytes(period(channels)),
    size = bytes(sumScratch(channels)),
    low = f32x4.splat(least),
    high = f32x4.splat(most),
    zero = f32x4.splat(0)
  for (let part = from; part < to; part++) {
    const mine = totals + (part as usize) * size,
      mineToo = products + (part as usize) * size
    memory.fill(mine, 0, size)
    memory.fill(mineToo, 0, size)
    for (let r = part * ROWS; r < min(rows, (part + 1) * ROWS); r++) {
      for (let j: usize = 0; j < pixel; j += 16) {
        const means = tables + j
        let sum = zero,
          product = zero,
          p = x + 2 * (r as usize) * row + j,
          q = dy + ((r * width) >> 1) * pixel + j
        for (let c = 0; c < width; c += 2, p += 2 * pixel, q += pixel) {
          const a = load4(p),
            b = load4(p + pixel),
            e = load4(p + row),
            f = load4(p + row + pixel)
          let best = normal(a, means, line),
            at = a
          let next = normal(b, means, line),
            more = f32x4.gt(next, best)
          best = v128.bitselect(next, best, more)
          at = v128.bitselect(b, at, more)
          next = normal(e, means, line)
          more = f32x4.gt(next, best)
          best = v128.bitselect(next, best, more)
          at = v128.bitselect(e, at, more)
          next = normal(f, means, line)
          more = f32x4.gt(next, best)
          best = v128.bitselect(next, best, more)
          at = v128.bitselect(f, at, more)
          const g = v128.andnot(load4(q), outside(best, low, high))
          sum = f32x4.add(sum, g)
          product = f32x4.add(product, f32x4.mul(g, f32x4.sub(at, load4(means))))
        }
        addTotals(mine + 2 * j, sum)
        addTotals(mineToo + 2 * j, product)
      }
    }
  }
}

/** dx. A unit is a row of windows. */
export function normPoolGrad(
  x: usize,
  dy: usize,
  width: i32,
  channels: i32,
  tables: usize,
  factors: usize,
  least: f32,
  most: f32,
  dx: usize,
  from: i32,
  to: i32,
): void {
  const pixel = bytes(channels),
    row = (width as usize) * pixel,
    line = bytes(period(channels)),
    low = f32x4.splat(least),
    high = f32x4.splat(most)
  let q = dy + ((from * width) >> 1) * pixel
  for (let r = from; r < to; r++) {
    let offset = 2 * (r as usize) * row
    for (let c = 0; c < width; c += 2, offset += 2 * pixel, q += pixel) {
      for (let j: usize = 0; j < pixel; j += 16) {
        const p = x + offset + j,
          d = dx + offset + j,
          table = tables + j,
          k = factors + j,
          mean = load4(table)
        const a = load4(p),
          b = load4(p + pixel),
          e = load4(p + row),
          f = load4(p + row + pixel)
        const ya = normal(a, table, line),
          yb = normal(b, table, line),
          ye = normal(e, table, line),
          yf = normal(f, table, line)
        const best = f32x4.max(f32x4.max(ya, yb), f32x4.max(ye, yf))
        let g = v128.andnot(load4(q + j), outside(best, low, high))
        let is = f32x4.eq(ya, best)
        v128.store(d, gradient(v128.and(g, is), f32x4.sub(a, mean), k, line))
        g = v128.andnot(g, is)
        is = f32x4.eq(yb, best)
        v128.store(d + pixel, gradient(v128.and(g, is), f32x4.sub(b, mean), k, line))
        g = v128.andnot(g, is)
        is = f32x4.eq(ye, best)
        v128.store(d + row, gradient(v128.and(g, is), f32x4.sub(e, mean), k, line))
        g = v128.andnot(g, is)
        is = f32x4.eq(yf, best)
        v128.store(d + row + pixel, gradient(v128.and(g, is), f32x4.sub(f, mean), k, line))
      }
    }
  }
}
