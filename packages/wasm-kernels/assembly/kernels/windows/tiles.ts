import { bytes, load4 } from '../../base/memory'
import { multiplyAdd } from '../../base/multiply-add'
import { PANEL } from './panels'

/** Elements in the largest tile. */
export function tileSize(): i32 {
  return 5 * PANEL
}

// The two loops that everything else prepares for. A tile of the result, 5 or 4 neighboring pixels
// by 8 filters, stays in registers while the sum runs: 10 accumulators, two vectors of weights, one
// broadcast value and one product are 14 of the 16 registers of x86-64. (Six pixels are a few
// percent faster where multiply and add are one instruction, and a third slower where they are two:
// the product then has no register left.)
//
// The loops do nothing but the sum. They are exported only because the compiler would inline a
// function with a single caller: any further value that is alive in or after the loop makes V8
// spill others to memory, which halves the speed.

export function tile5(x: usize, offsets: usize, weights: usize, k: i32, tile: usize): void {
  let s00 = f32x4.splat(0),
    s01 = s00,
    s10 = s00,
    s11 = s00,
    s20 = s00,
    s21 = s00,
    s30 = s00,
    s31 = s00,
    s40 = s00,
    s41 = s00
  let w = weights,
    o = offsets
  for (const end = w + (k as usize) * bytes(PANEL); w < end; w += bytes(PANEL), o += 4) {
    const p = x + (load<u32>(o) as usize)
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
    value = v128.load_splat<f32>(p, 16)
    s40 = multiplyAdd(value, w0, s40)
    s41 = multiplyAdd(value, w1, s41)
  }
  v128.store(tile, s00)
  v128.store(tile, s01, 16)
  v128.store(tile, s10, 32)
  v128.store(tile, s11, 48)
  v128.store(tile, s20, 64)
  v128.store(tile, s21, 80)
  v128.store(tile, s30, 96)
  v128.store(tile, s31, 112)
  v128.store(tile, s40, 128)
  v128.store(tile, s41, 144)
}

export function tile4(x: usize, offsets: usize, weights: usize, k: i32, tile: usize): void {
  let s00 = f32x4.splat(0),
    s01 = s00,
    s10 = s00,
    s11 = s00,
    s20 = s00,
    s21 = s00,
    s30 = s00,
    s31 = s00
  let w = weights,
    o = offsets
  for (const end = w + (k as usize) * bytes(PANEL); w < end; w += bytes(PANEL), o += 4) {
    const p = x + (load<u32>(o) as usize)
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
  }
  v128.store(tile, s00)
  v128.store(tile, s01, 16)
  v128.store(tile, s10, 32)
  v128.store(tile, s11, 48)
  v128.store(tile, s20, 64)
  v128.store(tile, s21, 80)
  v128.store(tile, s30, 96)
  v128.store(tile, s31, 112)
}
