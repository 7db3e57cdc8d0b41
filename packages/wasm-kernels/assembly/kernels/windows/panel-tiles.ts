import { load4 } from '../../base/memory'
import { multiplyAdd } from '../../base/multiply-add'
import { limit } from '../../base/vectors'
import { Five, Four, Six } from '../../matrices/rows'

// The loop that direct-convolution.ts prepares for. A tile of the result, four to six neighboring
// pixels by 8 filters, stays in registers from the bias to the limits. Pixels of the result are
// `pixel` bytes apart. Written like ../../matrices/product-tiles.ts, for the reasons given there.

function direct<Rows>(
  x: usize,
  offsets: usize,
  panel: usize,
  k: i32,
  y: usize,
  pixel: usize,
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
  let w = panel + 32
  for (const end = w + ((k as usize) << 5); w < end; w += 32, offsets += 4) {
    const p = x + (load<u32>(offsets) as usize)
    const w0 = load4(w),
      w1 = v128.load(w, 16)
    let value = v128.load_splat<f32>(p)
    s00 = multiplyAdd(value, w0, s00)
    s01 = multiplyAdd(value, w1, s01)
    value = v128.load_splat<f32>(p, 4)
    s10 = multiplyAdd(value, w0, s10)
    s11 = multiplyAdd(value, w1, s11)
    value = v128.load_splat<f32>(p, 8)
    s20 = multiplyAdd(value, w0, s20)
    s21 = multiplyAdd(value, w1, s21)
    value = v128.load_splat<f32>(p, 12)
    s30 = multiplyAdd(value, w0, s30)
    s31 = multiplyAdd(value, w1, s31)
    if (offsetof<Rows>() > 4) {
      value = v128.load_splat<f32>(p, 16)
      s40 = multiplyAdd(value, w0, s40)
      s41 = multiplyAdd(value, w1, s41)
    }
    if (offsetof<Rows>() > 5) {
      value = v128.load_splat<f32>(p, 20)
      s50 = multiplyAdd(value, w0, s50)
      s51 = multiplyAdd(value, w1, s51)
    }
  }
  const low = load4(w),
    high = v128.load(w, 16)
  v128.store(y, limit(s00, low, high))
  v128.store(y, limit(s01, low, high), 16)
  y += pixel
  v128.store(y, limit(s10, low, high))
  v128.store(y, limit(s11, low, high), 16)
  y += pixel
  v128.store(y, limit(s20, low, high))
  v128.store(y, limit(s21, low, high), 16)
  y += pixel
  v128.store(y, limit(s30, low, high))
  v128.store(y, limit(s31, low, high), 16)
  if (offsetof<Rows>() > 4) {
    y += pixel
    v128.store(y, limit(s40, low, high))
    v128.store(y, limit(s41, low, high), 16)
  }
  if (offsetof<Rows>() > 5) {
    y += pixel
    v128.store(y, limit(s50, low, high))
    v128.store(y, limit(s51, low, high), 16)
  }
}

export function direct4(
  x: usize,
  offsets: usize,
  panel: usize,
  k: i32,
  y: usize,
  pixel: usize,
): void {
  direct<Four>(x, offsets, panel, k, y, pixel)
}

export function direct5(
  x: usize,
  offsets: usize,
  panel: usize,
  k: i32,
  y: usize,
  pixel: usize,
): void {
  direct<Five>(x, offsets, panel, k, y, pixel)
}

export function direct6(
  x: usize,
  offsets: usize,
  panel: usize,
  k: i32,
  y: usize,
  pixel: usize,
): void {
  if (ASC_FEATURE_RELAXED_SIMD) direct<Six>(x, offsets, panel, k, y, pixel)
}
