import { load4 } from '../base/memory'
import { multiplyAdd } from '../base/multiply-add'
import { limit } from '../base/vectors'
import { Five, Four, Six, Three } from './rows'

// c[r, 0..8] = limit(bias[0..8] + Σₖ a[r, k] · w[k, 0..8] + residual[r, 0..8]) for a tile of three
// to six rows, with a panel of gemm.ts. Rows are `lda` bytes apart in a, `ldc` in c and in the
// residual; a residual of 0 means none. Written like product-tiles.ts, for the reasons given there.

function gemm<Rows>(
  a: usize,
  lda: usize,
  panel: usize,
  k: i32,
  c: usize,
  ldc: usize,
  residual: usize,
): void {
  let s00 = load4(panel),
    s01 = v128.load(panel, 16),
    s10 = s00,
    s11 = s01,
    s20 = s00,
    s21 = s01,
    s30 = s00,
    s31 = s01,
    s40 = s00,
    s41 = s01,
    s50 = s00,
    s51 = s01
  let p0 = a,
    p1 = p0 + lda,
    p2 = p1 + lda,
    p3 = p2 + lda,
    p4 = p3 + lda,
    p5 = p4 + lda
  let w = panel + 32
  for (const end = w + ((k as usize) << 5); w < end; w += 32) {
    const w0 = load4(w),
      w1 = v128.load(w, 16)
    let value = v128.load_splat<f32>(p0)
    s00 = multiplyAdd(value, w0, s00)
    s01 = multiplyAdd(value, w1, s01)
    p0 += 4
    value = v128.load_splat<f32>(p1)
    s10 = multiplyAdd(value, w0, s10)
    s11 = multiplyAdd(value, w1, s11)
    p1 += 4
    value = v128.load_splat<f32>(p2)
    s20 = multiplyAdd(value, w0, s20)
    s21 = multiplyAdd(value, w1, s21)
    p2 += 4
    if (offsetof<Rows>() > 3) {
      value = v128.load_splat<f32>(p3)
      s30 = multiplyAdd(value, w0, s30)
      s31 = multiplyAdd(value, w1, s31)
      p3 += 4
    }
    if (offsetof<Rows>() > 4) {
      value = v128.load_splat<f32>(p4)
      s40 = multiplyAdd(value, w0, s40)
      s41 = multiplyAdd(value, w1, s41)
      p4 += 4
    }
    if (offsetof<Rows>() > 5) {
      value = v128.load_splat<f32>(p5)
      s50 = multiplyAdd(value, w0, s50)
      s51 = multiplyAdd(value, w1, s51)
      p5 += 4
    }
  }
  if (residual !== 0) {
    s00 = f32x4.add(s00, load4(residual))
    s01 = f32x4.add(s01, v128.load(residual, 16))
    residual += ldc
    s10 = f32x4.add(s10, load4(residual))
    s11 = f32x4.add(s11, v128.load(residual, 16))
    residual += ldc
    s20 = f32x4.add(s20, load4(residual))
    s21 = f32x4.add(s21, v128.load(residual, 16))
    if (offsetof<Rows>() > 3) {
      residual += ldc
      s30 = f32x4.add(s30, load4(residual))
      s31 = f32x4.add(s31, v128.load(residual, 16))
    }
    if (offsetof<Rows>() > 4) {
      residual += ldc
      s40 = f32x4.add(s40, load4(residual))
      s41 = f32x4.add(s41, v128.load(residual, 16))
    }
    if (offsetof<Rows>() > 5) {
      residual += ldc
      s50 = f32x4.add(s50, load4(residual))
      s51 = f32x4.add(s51, v128.load(residual, 16))
    }
  }
  const low = load4(w),
    high = v128.load(w, 16)
  v128.store(c, limit(s00, low, high))
  v128.store(c, limit(s01, low, high), 16)
  c += ldc
  v128.store(c, limit(s10, low, high))
  v128.store(c, limit(s11, low, high), 16)
  c += ldc
  v128.store(c, limit(s20, low, high))
  v128.store(c, limit(s21, low, high), 16)
  if (offsetof<Rows>() > 3) {
    c += ldc
    v128.store(c, limit(s30, low, high))
    v128.store(c, limit(s31, low, high), 16)
  }
  if (offsetof<Rows>() > 4) {
    c += ldc
    v128.store(c, limit(s40, low, high))
    v128.store(c, limit(s41, low, high), 16)
  }
  if (offsetof<Rows>() > 5) {
    c += ldc
    v128.store(c, limit(s50, low, high))
    v128.store(c, limit(s51, low, high), 16)
  }
}

export function gemm3(
  a: usize,
  lda: usize,
  panel: usize,
  k: i32,
  c: usize,
  ldc: usize,
  residual: usize,
): void {
  gemm<Three>(a, lda, panel, k, c, ldc, residual)
}

export function gemm4(
  a: usize,
  lda: usize,
  panel: usize,
  k: i32,
  c: usize,
  ldc: usize,
  residual: usize,
): void {
  gemm<Four>(a, lda, panel, k, c, ldc, residual)
}

export function gemm5(
  a: usize,
  lda: usize,
  panel: usize,
  k: i32,
  c: usize,
  ldc: usize,
  residual: usize,
): void {
  gemm<Five>(a, lda, panel, k, c, ldc, residual)
}

export function gemm6(
  a: usize,
  lda: usize,
  panel: usize,
  k: i32,
  c: usize,
  ldc: usize,
  residual: usize,
): void {
  if (ASC_FEATURE_RELAXED_SIMD) gemm<Six>(a, lda, panel, k, c, ldc, residual)
}
