import { load4 } from '../base/memory'
import { multiplyAdd } from '../base/multiply-add'
import { Five, Four, One, Six, Three, Two } from './rows'

// c[r, 0..8] = Σₖ a[r, k] · w[k, 0..8] for a tile of one to six rows, which are `lda` bytes apart
// in a. Rows of w and of c are 8 numbers long.
//
// The loop takes one step of k at a time. Unrolled it would be slower: V8 moves the loads of a
// basic block to its front, runs out of registers and spills vectors to the stack.

function product<Rows>(a: usize, lda: usize, w: usize, k: i32, c: usize): void {
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
  let p0 = a,
    p1 = p0 + lda,
    p2 = p1 + lda,
    p3 = p2 + lda,
    p4 = p3 + lda,
    p5 = p4 + lda
  for (const end = w + ((k as usize) << 5); w < end; w += 32) {
    const w0 = load4(w),
      w1 = v128.load(w, 16)
    let value = v128.load_splat<f32>(p0)
    s00 = multiplyAdd(value, w0, s00)
    s01 = multiplyAdd(value, w1, s01)
    p0 += 4
    if (offsetof<Rows>() > 1) {
      value = v128.load_splat<f32>(p1)
      s10 = multiplyAdd(value, w0, s10)
      s11 = multiplyAdd(value, w1, s11)
      p1 += 4
    }
    if (offsetof<Rows>() > 2) {
      value = v128.load_splat<f32>(p2)
      s20 = multiplyAdd(value, w0, s20)
      s21 = multiplyAdd(value, w1, s21)
      p2 += 4
    }
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
  v128.store(c, s00)
  v128.store(c, s01, 16)
  if (offsetof<Rows>() > 1) {
    v128.store(c, s10, 32)
    v128.store(c, s11, 48)
  }
  if (offsetof<Rows>() > 2) {
    v128.store(c, s20, 64)
    v128.store(c, s21, 80)
  }
  if (offsetof<Rows>() > 3) {
    v128.store(c, s30, 96)
    v128.store(c, s31, 112)
  }
  if (offsetof<Rows>() > 4) {
    v128.store(c, s40, 128)
    v128.store(c, s41, 144)
  }
  if (offsetof<Rows>() > 5) {
    v128.store(c, s50, 160)
    v128.store(c, s51, 176)
  }
}

export function product1(a: usize, lda: usize, w: usize, k: i32, c: usize): void {
  product<One>(a, lda, w, k, c)
}

export function product2(a: usize, lda: usize, w: usize, k: i32, c: usize): void {
  product<Two>(a, lda, w, k, c)
}

export function product3(a: usize, lda: usize, w: usize, k: i32, c: usize): void {
  product<Three>(a, lda, w, k, c)
}

export function product4(a: usize, lda: usize, w: usize, k: i32, c: usize): void {
  product<Four>(a, lda, w, k, c)
}

export function product5(a: usize, lda: usize, w: usize, k: i32, c: usize): void {
  product<Five>(a, lda, w, k, c)
}

export function product6(a: usize, lda: usize, w: usize, k: i32, c: usize): void {
  if (ASC_FEATURE_RELAXED_SIMD) product<Six>(a, lda, w, k, c)
}
