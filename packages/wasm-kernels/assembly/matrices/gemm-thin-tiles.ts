import { load4 } from '../base/memory'
import { multiplyAdd } from '../base/multiply-add'
import { limit } from '../base/vectors'
import { One, Two } from './rows'

// gemm-tiles.ts for one or two rows, as of a dense layer on a single image. Two to four sums would
// wait for each other, so every fourth k has sums of its own.

function gemm<Rows>(
  a: usize,
  panel: usize,
  k: i32,
  c: usize,
  lda: usize,
  ldc: usize,
  residual: usize,
): void {
  const zero = f32x4.splat(0)
  let s00 = load4(panel),
    s01 = v128.load(panel, 16),
    s10 = s00,
    s11 = s01
  let t00 = zero,
    t01 = zero,
    t10 = zero,
    t11 = zero
  let u00 = zero,
    u01 = zero,
    u10 = zero,
    u11 = zero
  let v00 = zero,
    v01 = zero,
    v10 = zero,
    v11 = zero
  let w = panel + 32,
    value: v128
  const end = w + ((k as usize) << 5)
  for (; w + 96 < end; w += 128, a += 16) {
    let w0 = load4(w),
      w1 = v128.load(w, 16)
    value = v128.load_splat<f32>(a)
    s00 = multiplyAdd(value, w0, s00)
    s01 = multiplyAdd(value, w1, s01)
    if (offsetof<Rows>() > 1) {
      value = v128.load_splat<f32>(a + lda)
      s10 = multiplyAdd(value, w0, s10)
      s11 = multiplyAdd(value, w1, s11)
    }
    w0 = v128.load(w, 32)
    w1 = v128.load(w, 48)
    value = v128.load_splat<f32>(a, 4)
    t00 = multiplyAdd(value, w0, t00)
    t01 = multiplyAdd(value, w1, t01)
    if (offsetof<Rows>() > 1) {
      value = v128.load_splat<f32>(a + lda, 4)
      t10 = multiplyAdd(value, w0, t10)
      t11 = multiplyAdd(value, w1, t11)
    }
    w0 = v128.load(w, 64)
    w1 = v128.load(w, 80)
    value = v128.load_splat<f32>(a, 8)
    u00 = multiplyAdd(value, w0, u00)
    u01 = multiplyAdd(value, w1, u01)
    if (offsetof<Rows>() > 1) {
      value = v128.load_splat<f32>(a + lda, 8)
      u10 = multiplyAdd(value, w0, u10)
      u11 = multiplyAdd(value, w1, u11)
    }
    w0 = v128.load(w, 96)
    w1 = v128.load(w, 112)
    value = v128.load_splat<f32>(a, 12)
    v00 = multiplyAdd(value, w0, v00)
    v01 = multiplyAdd(value, w1, v01)
    if (offsetof<Rows>() > 1) {
      value = v128.load_splat<f32>(a + lda, 12)
      v10 = multiplyAdd(value, w0, v10)
      v11 = multiplyAdd(value, w1, v11)
    }
  }
  for (; w < end; w += 32, a += 4) {
    const w0 = load4(w),
      w1 = v128.load(w, 16)
    value = v128.load_splat<f32>(a)
    s00 = multiplyAdd(value, w0, s00)
    s01 = multiplyAdd(value, w1, s01)
    if (offsetof<Rows>() > 1) {
      value = v128.load_splat<f32>(a + lda)
      s10 = multiplyAdd(value, w0, s10)
      s11 = multiplyAdd(value, w1, s11)
    }
  }
  finish(sum4(s00, t00, u00, v00), sum4(s01, t01, u01, v01), w, c, residual)
  if (offsetof<Rows>() > 1) {
    const next = residual === 0 ? 0 : residual + ldc
    finish(sum4(s10, t10, u10, v10), sum4(s11, t11, u11, v11), w, c + ldc, next)
  }
}

function sum4(s: v128, t: v128, u: v128, v: v128): v128 {
  return f32x4.add(f32x4.add(s, t), f32x4.add(u, v))
}

/** One row, with the limits after the panel's weights. */
function finish(s0: v128, s1: v128, limits: usize, c: usize, residual: usize): void {
  const low = load4(limits),
    high = v128.load(limits, 16)
  if (residual !== 0) {
    s0 = f32x4.add(s0, load4(residual))
    s1 = f32x4.add(s1, v128.load(residual, 16))
  }
  v128.store(c, limit(s0, low, high))
  v128.store(c, limit(s1, low, high), 16)
}

export function gemm1(a: usize, panel: usize, k: i32, c: usize, residual: usize): void {
  gemm<One>(a, panel, k, c, 0, 0, residual)
}

export function gemm2(
  a: usize,
  lda: usize,
  panel: usize,
  k: i32,
  c: usize,
  ldc: usize,
  residual: usize,
): void {
  gemm<Two>(a, panel, k, c, lda, ldc, residual)
}
