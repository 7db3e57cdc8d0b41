// The last transform of input.ts, Aᵀ M A.
import { load4 } from '../../../base/memory'
import { add, limit, scaled, sub } from '../../../base/vectors'

/**
 * The first `rows` and `columns` of a tile of 4x4 pixels: limit(bias + Aᵀ M A). The numbers of M
 * are `mStep` bytes apart, rows and pixels of y `row` and `pixel`. `between` has room for 24
 * vectors.
 */
export function output6x6(
  m: usize,
  mStep: usize,
  between: usize,
  bias: v128,
  least: f32,
  most: f32,
  y: usize,
  row: usize,
  pixel: usize,
  rows: i32,
  columns: i32,
): void {
  for (let c = 0, t = between; c < 6; c++, t += 16, m += mStep) {
    let q = m
    const m0 = load4(q)
    q += 6 * mStep
    const m1 = load4(q)
    q += 6 * mStep
    const m2 = load4(q)
    q += 6 * mStep
    const m3 = load4(q)
    q += 6 * mStep
    const m4 = load4(q)
    q += 6 * mStep
    const sum = add(m1, m2),
      difference = sub(m1, m2),
      sum2 = add(m3, m4),
      difference2 = sub(m3, m4)
    v128.store(t, add(add(m0, sum), sum2))
    v128.store(t, scaled(difference2, 2, difference), 96)
    v128.store(t, scaled(sum2, 4, sum), 192)
    v128.store(t, add(scaled(difference2, 8, difference), load4(q)), 288)
  }
  const low = f32x4.splat(least),
    high = f32x4.splat(most)
  for (let r = 0, t = between; r < rows; r++, t += 96, y += row) {
    const m1 = v128.load(t, 16),
      m2 = v128.load(t, 32),
      m3 = v128.load(t, 48),
      m4 = v128.load(t, 64)
    const sum = add(m1, m2),
      difference = sub(m1, m2),
      sum2 = add(m3, m4),
      difference2 = sub(m3, m4)
    let to = y
    v128.store(to, limit(add(add(add(load4(t), sum), sum2), bias), low, high))
    if (columns < 2) continue
    to += pixel
    v128.store(to, limit(add(scaled(difference2, 2, difference), bias), low, high))
    if (columns < 3) continue
    to += pixel
    v128.store(to, limit(add(scaled(sum2, 4, sum), bias), low, high))
    if (columns < 4) continue
    to += pixel
    const last = add(scaled(difference2, 8, difference), v128.load(t, 80))
    v128.store(to, limit(add(last, bias), low, high))
  }
}

/** The first `rows` and `columns` of a tile of 2x2 pixels, as `output6x6` but in registers. */
export function output4x4(
  m: usize,
  mStep: usize,
  bias: v128,
  least: f32,
  most: f32,
  y: usize,
  row: usize,
  pixel: usize,
  rows: i32,
  columns: i32,
): void {
  const down: usize = 4 * mStep,
    low = f32x4.splat(least),
    high = f32x4.splat(most)
  let a = load4(m),
    b = load4(m + down),
    c = load4(m + 2 * down)
  const r0 = add(add(a, b), c),
    t0 = sub(sub(b, c), load4(m + 3 * down))
  m += mStep
  a = load4(m)
  b = load4(m + down)
  c = load4(m + 2 * down)
  const r1 = add(add(a, b), c),
    t1 = sub(sub(b, c), load4(m + 3 * down))
  m += mStep
  a = load4(m)
  b = load4(m + down)
  c = load4(m + 2 * down)
  const r2 = add(add(a, b), c),
    t2 = sub(sub(b, c), load4(m + 3 * down))
  m += mStep
  a = load4(m)
  b = load4(m + down)
  c = load4(m + 2 * down)
  const r3 = add(add(a, b), c),
    t3 = sub(sub(b, c), load4(m + 3 * down))
  v128.store(y, limit(add(add(add(r0, r1), r2), bias), low, high))
  if (columns > 1) v128.store(y + pixel, limit(add(sub(sub(r1, r2), r3), bias), low, high))
  if (rows < 2) return
  y += row
  v128.store(y, limit(add(add(add(t0, t1), t2), bias), low, high))
  if (columns > 1) v128.store(y + pixel, limit(add(sub(sub(t1, t2), t3), bias), low, high))
}
