import { load4 } from '../../base/memory'
import { multiplyAdd } from '../../base/multiply-add'
import { limit } from '../../base/vectors'

// A row of the depthwise convolution for four channels: weights, 9 of them, and sums stay in
// registers, and the columns of three values roll by. Each value is loaded once and goes to the
// sums of all pixels that it belongs to.
//
// p, q and r are the three rows of the image, `pixel` bytes from one pixel to the next. A padded
// column is one that is left out: `left` (0 or 1) before the first pixel, `right` after the last
// one. The loops take one column at a time, because V8 would move the loads of several to the front
// and run out of registers.

/** Stride 1: pixel o is the sum of columns o, o + 1 and o + 2. */
export function depthwiseRow1(
  p: usize,
  q: usize,
  r: usize,
  pixel: usize,
  weights: usize,
  y: usize,
  outWidth: i32,
  left: i32,
  right: i32,
  low: v128,
  high: v128,
): void {
  const w0 = v128.load(weights, 16),
    w1 = v128.load(weights, 32),
    w2 = v128.load(weights, 48),
    w3 = v128.load(weights, 64),
    w4 = v128.load(weights, 80),
    w5 = v128.load(weights, 96),
    w6 = v128.load(weights, 112),
    w7 = v128.load(weights, 128),
    w8 = v128.load(weights, 144)
  // The sums of this pixel and of the next one.
  let a = load4(weights),
    b = a
  if (left === 0) {
    a = multiplyAdd(load4(p), w0, a)
    a = multiplyAdd(load4(q), w3, a)
    a = multiplyAdd(load4(r), w6, a)
    p += pixel
    q += pixel
    r += pixel
  }
  let v = load4(p)
  a = multiplyAdd(v, w1, a)
  b = multiplyAdd(v, w0, b)
  v = load4(q)
  a = multiplyAdd(v, w4, a)
  b = multiplyAdd(v, w3, b)
  v = load4(r)
  a = multiplyAdd(v, w7, a)
  b = multiplyAdd(v, w6, b)
  for (const end = y + ((outWidth - right) as usize) * pixel; y < end; y += pixel) {
    p += pixel
    q += pixel
    r += pixel
    v = load4(p)
    a = multiplyAdd(v, w2, a)
    b = multiplyAdd(v, w1, b)
    let c = multiplyAdd(v, w0, load4(weights))
    v = load4(q)
    a = multiplyAdd(v, w5, a)
    b = multiplyAdd(v, w4, b)
    c = multiplyAdd(v, w3, c)
    v = load4(r)
    a = multiplyAdd(v, w8, a)
    b = multiplyAdd(v, w7, b)
    c = multiplyAdd(v, w6, c)
    v128.store(y, limit(a, low, high))
    a = b
    b = c
  }
  if (right !== 0) v128.store(y, limit(a, low, high))
}

/** Stride 2: pixel o is the sum of columns 2 · o, 2 · o + 1 and 2 · o + 2. */
export function depthwiseRow2(
  p: usize,
  q: usize,
  r: usize,
  pixel: usize,
  weights: usize,
  y: usize,
  outWidth: i32,
  left: i32,
  right: i32,
  low: v128,
  high: v128,
): void {
  const w0 = v128.load(weights, 16),
    w1 = v128.load(weights, 32),
    w2 = v128.load(weights, 48),
    w3 = v128.load(weights, 64),
    w4 = v128.load(weights, 80),
    w5 = v128.load(weights, 96),
    w6 = v128.load(weights, 112),
    w7 = v128.load(weights, 128),
    w8 = v128.load(weights, 144)
  let a = load4(weights)
  if (left === 0) {
    a = multiplyAdd(load4(p), w0, a)
    a = multiplyAdd(load4(q), w3, a)
    a = multiplyAdd(load4(r), w6, a)
    p += pixel
    q += pixel
    r += pixel
  }
  for (const end = y + ((outWidth - right) as usize) * pixel; y < end; y += pixel) {
    a = multiplyAdd(load4(p), w1, a)
    a = multiplyAdd(load4(q), w4, a)
    a = multiplyAdd(load4(r), w7, a)
    p += pixel
    q += pixel
    r += pixel
    let v = load4(p)
    a = multiplyAdd(v, w2, a)
    let b = multiplyAdd(v, w0, load4(weights))
    v = load4(q)
    a = multiplyAdd(v, w5, a)
    b = multiplyAdd(v, w3, b)
    v = load4(r)
    a = multiplyAdd(v, w8, a)
    b = multiplyAdd(v, w6, b)
    v128.store(y, limit(a, low, high))
    a = b
    p += pixel
    q += pixel
    r += pixel
  }
  if (right === 0) return
  a = multiplyAdd(load4(p), w1, a)
  a = multiplyAdd(load4(q), w4, a)
  a = multiplyAdd(load4(r), w7, a)
  v128.store(y, limit(a, low, high))
}
