import { add4, load4 } from '../base/memory'
import { multiplyAdd } from '../base/multiply-add'
import { Five, Four, Six } from './rows'

// c[r, 0..8] += Σₜ a[t, r] · b[t, 0..8] for a tile of four to six rows: sums of outer products.
// Rows of a are `step` bytes apart, those of b and c are 8 numbers long.

function outer<Rows>(a: usize, step: usize, b: usize, count: i32, c: usize): void {
  let s00 = f32x4.splat(0),
    s01 = s00,
    s10 = s00,
    s11 = s00,
    s20 = s00,
    s21 = s00,
    s30 = s00,
    s31 = s00,
    s40 = s00,
    s41 = s00,
    s50 = s00,
    s51 = s00
  for (const end = b + ((count as usize) << 5); b < end; b += 32) {
    const w0 = load4(b),
      w1 = v128.load(b, 16)
    let value = v128.load_splat<f32>(a)
    s00 = multiplyAdd(value, w0, s00)
    s01 = multiplyAdd(value, w1, s01)
    value = v128.load_splat<f32>(a, 4)
    s10 = multiplyAdd(value, w0, s10)
    s11 = multiplyAdd(value, w1, s11)
    value = v128.load_splat<f32>(a, 8)
    s20 = multiplyAdd(value, w0, s20)
    s21 = multiplyAdd(value, w1, s21)
    value = v128.load_splat<f32>(a, 12)
    s30 = multiplyAdd(value, w0, s30)
    s31 = multiplyAdd(value, w1, s31)
    if (offsetof<Rows>() > 4) {
      value = v128.load_splat<f32>(a, 16)
      s40 = multiplyAdd(value, w0, s40)
      s41 = multiplyAdd(value, w1, s41)
    }
    if (offsetof<Rows>() > 5) {
      value = v128.load_splat<f32>(a, 20)
      s50 = multiplyAdd(value, w0, s50)
      s51 = multiplyAdd(value, w1, s51)
    }
    a += step
  }
  add4(c, s00)
  add4(c + 16, s01)
  add4(c + 32, s10)
  add4(c + 48, s11)
  add4(c + 64, s20)
  add4(c + 80, s21)
  add4(c + 96, s30)
  add4(c + 112, s31)
  if (offsetof<Rows>() > 4) {
    add4(c + 128, s40)
    add4(c + 144, s41)
  }
  if (offsetof<Rows>() > 5) {
    add4(c + 160, s50)
    add4(c + 176, s51)
  }
}

export function outer4(a: usize, step: usize, b: usize, count: i32, c: usize): void {
  outer<Four>(a, step, b, count, c)
}

export function outer5(a: usize, step: usize, b: usize, count: i32, c: usize): void {
  outer<Five>(a, step, b, count, c)
}

export function outer6(a: usize, step: usize, b: usize, count: i32, c: usize): void {
  if (ASC_FEATURE_RELAXED_SIMD) outer<Six>(a, step, b, count, c)
}
