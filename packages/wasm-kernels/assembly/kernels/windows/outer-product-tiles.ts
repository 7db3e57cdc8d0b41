import { add1, add4, at, load4 } from '../../base/memory'
import { multiplyAdd } from '../../base/multiply-add'

// Tiles of a sum of outer products; the number of rows comes first in their names, then that of
// columns. A tile stays in registers while the grid goes by: 4 rows by 8 columns are 8
// accumulators, which together with two vectors of b and four broadcast values of a are 14 of the
// 16 registers of x86-64.

function add8(address: usize, low: v128, high: v128): void {
  add4(address, low)
  add4(address + 16, high)
}

/** Adds the last `count` of four lanes. */
function addLast(address: usize, value: v128, count: i32): void {
  if (count === 4) return add4(address, value)
  if (count === 3) add1(address + 4, f32x4.extract_lane(value, 1))
  if (count >= 2) add1(address + 8, f32x4.extract_lane(value, 2))
  add1(address + 12, f32x4.extract_lane(value, 3))
}

/** Adds four rows except the first `done`. */
export function tile4x8(
  sum: usize,
  columns: i32,
  done: i32,
  a: usize,
  b: usize,
  width: i32,
  aStepBytes: usize,
  bStepBytes: usize,
  height: i32,
  aRowBytes: usize,
  bRowBytes: usize,
): void {
  let s00 = f32x4.splat(0),
    s01 = s00,
    s10 = s00,
    s11 = s00,
    s20 = s00,
    s21 = s00,
    s30 = s00,
    s31 = s00
  for (let y = 0; y < height; y++) {
    let p = a,
      q = b
    for (let x = 0; x < width; x++) {
      const b0 = load4(q),
        b1 = v128.load(q, 16)
      const a0 = v128.load_splat<f32>(p),
        a1 = v128.load_splat<f32>(p, 4),
        a2 = v128.load_splat<f32>(p, 8),
        a3 = v128.load_splat<f32>(p, 12)
      s00 = multiplyAdd(a0, b0, s00)
      s01 = multiplyAdd(a0, b1, s01)
      s10 = multiplyAdd(a1, b0, s10)
      s11 = multiplyAdd(a1, b1, s11)
      s20 = multiplyAdd(a2, b0, s20)
      s21 = multiplyAdd(a2, b1, s21)
      s30 = multiplyAdd(a3, b0, s30)
      s31 = multiplyAdd(a3, b1, s31)
      p += aStepBytes
      q += bStepBytes
    }
    a += aRowBytes
    b += bRowBytes
  }
  if (done < 1) add8(sum, s00, s01)
  if (done < 2) add8(at(sum, columns), s10, s11)
  if (done < 3) add8(at(sum, 2 * columns), s20, s21)
  add8(at(sum, 3 * columns), s30, s31)
}

export function tile1x8(
  sum: usize,
  a: usize,
  b: usize,
  width: i32,
  aStepBytes: usize,
  bStepBytes: usize,
  height: i32,
  aRowBytes: usize,
  bRowBytes: usize,
): void {
  let s0 = f32x4.splat(0),
    s1 = s0
  for (let y = 0; y < height; y++) {
    let p = a,
      q = b
    for (let x = 0; x < width; x++) {
      const value = v128.load_splat<f32>(p)
      s0 = multiplyAdd(value, load4(q), s0)
      s1 = multiplyAdd(value, v128.load(q, 16), s1)
      p += aStepBytes
      q += bStepBytes
    }
    a += aRowBytes
    b += bRowBytes
  }
  add8(sum, s0, s1)
}

export function tile4x4(
  sum: usize,
  columns: i32,
  fresh: i32,
  a: usize,
  b: usize,
  width: i32,
  aStepBytes: usize,
  bStepBytes: usize,
  height: i32,
  aRowBytes: usize,
  bRowBytes: usize,
): void {
  let s0 = f32x4.splat(0),
    s1 = s0,
    s2 = s0,
    s3 = s0
  for (let y = 0; y < height; y++) {
    let p = a,
      q = b
    for (let x = 0; x < width; x++) {
      const value = load4(q)
      s0 = multiplyAdd(v128.load_splat<f32>(p), value, s0)
      s1 = multiplyAdd(v128.load_splat<f32>(p, 4), value, s1)
      s2 = multiplyAdd(v128.load_splat<f32>(p, 8), value, s2)
      s3 = multiplyAdd(v128.load_splat<f32>(p, 12), value, s3)
      p += aStepBytes
      q += bStepBytes
    }
    a += aRowBytes
    b += bRowBytes
  }
  addLast(sum, s0, fresh)
  addLast(at(sum, columns), s1, fresh)
  addLast(at(sum, 2 * columns), s2, fresh)
  addLast(at(sum, 3 * columns), s3, fresh)
}

export function tile1x4(
  sum: usize,
  fresh: i32,
  a: usize,
  b: usize,
  width: i32,
  aStepBytes: usize,
  bStepBytes: usize,
  height: i32,
  aRowBytes: usize,
  bRowBytes: usize,
): void {
  let s = f32x4.splat(0)
  for (let y = 0; y < height; y++) {
    let p = a,
      q = b
    for (let x = 0; x < width; x++) {
      s = multiplyAdd(v128.load_splat<f32>(p), load4(q), s)
      p += aStepBytes
      q += bStepBytes
    }
    a += aRowBytes
    b += bRowBytes
  }
  addLast(sum, s, fresh)
}

/** Four rows of one column: here the lanes are rows. */
export function tile4x1(
  sum: usize,
  columns: i32,
  a: usize,
  b: usize,
  width: i32,
  aStepBytes: usize,
  bStepBytes: usize,
  height: i32,
  aRowBytes: usize,
  bRowBytes: usize,
): void {
  let s = f32x4.splat(0)
  for (let y = 0; y < height; y++) {
    let p = a,
      q = b
    for (let x = 0; x < width; x++) {
      s = multiplyAdd(load4(p), v128.load_splat<f32>(q), s)
      p += aStepBytes
      q += bStepBytes
    }
    a += aRowBytes
    b += bRowBytes
  }
  add1(sum, f32x4.extract_lane(s, 0))
  add1(at(sum, columns), f32x4.extract_lane(s, 1))
  add1(at(sum, 2 * columns), f32x4.extract_lane(s, 2))
  add1(at(sum, 3 * columns), f32x4.extract_lane(s, 3))
}

/** One element: sum += Σ a·b over the grid. */
export function tile1x1(
  sum: usize,
  a: usize,
  b: usize,
  width: i32,
  aStepBytes: usize,
  bStepBytes: usize,
  height: i32,
  aRowBytes: usize,
  bRowBytes: usize,
): void {
  let s: f32 = 0
  for (let y = 0; y < height; y++) {
    let p = a,
      q = b
    for (let x = 0; x < width; x++) {
      s += load<f32>(p) * load<f32>(q)
      p += aStepBytes
      q += bStepBytes
    }
    a += aRowBytes
    b += bRowBytes
  }
  add1(sum, s)
}
