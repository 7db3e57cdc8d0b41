import { at, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'

/**
 * Combines two values element by element: sum (kind 0), product, maximum or minimum. A step of 0
 * repeats a row or a pixel; aOne and bOne repeat one number for all channels. Channels are a
 * multiple of 4; y may be a or b.
 */
export function combine(
  kind: i32,
  a: usize,
  aRow: i32,
  aPixel: i32,
  aOne: bool,
  b: usize,
  bRow: i32,
  bPixel: i32,
  bOne: bool,
  y: usize,
  yRow: i32,
  yPixel: i32,
  rows: i32,
  columns: i32,
  channels: i32,
  least: f32,
  most: f32,
): void {
  const low = f32x4.splat(least),
    high = f32x4.splat(most)
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const p = at(a, r * aRow + c * aPixel),
        q = at(b, r * bRow + c * bPixel),
        to = at(y, r * yRow + c * yPixel)
      for (let i = 0; i < channels; i += 4) {
        const v = aOne ? v128.load_splat<f32>(p) : load4(at(p, i)),
          w = bOne ? v128.load_splat<f32>(q) : load4(at(q, i))
        v128.store(at(to, i), f32x4.pmin(f32x4.pmax(combined(kind, v, w), low), high))
      }
    }
  }
}

function combined(kind: i32, v: v128, w: v128): v128 {
  if (kind === 0) return f32x4.add(v, w)
  if (kind === 1) return f32x4.mul(v, w)
  return kind === 2 ? f32x4.max(v, w) : f32x4.min(v, w)
}
