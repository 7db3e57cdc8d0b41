import { bytes, load4 } from '../../../base/memory'
import {
  product1,
  product2,
  product3,
  product4,
  product5,
  product6,
} from '../../../matrices/product-tiles'
import { nextRows } from '../../../matrices/rows'

/** Elements between two numbers of V, M and Z; like `filterStep`, no power of two. */
export function apart(blockTiles: i32, length: i32): i32 {
  return blockTiles * length + 16
}

/**
 * Copies a patch of `size` by `size` pixels, whose first one, (y, x), may lie outside the image,
 * with zeros for what is outside. `from` is the address that this first pixel has or would have.
 */
export function copyPatch(
  from: usize,
  row: usize,
  pixel: usize,
  size: i32,
  y: i32,
  x: i32,
  height: i32,
  width: i32,
  channels: i32,
  patch: usize,
): void {
  const zero = f32x4.splat(0),
    length = bytes(channels)
  for (let r = 0; r < size; r++, from += row) {
    const inside = y + r >= 0 && y + r < height
    let p = from
    for (let c = 0; c < size; c++, p += pixel, patch += length) {
      if (inside && x + c >= 0 && x + c < width)
        for (let i: usize = 0; i < length; i += 16) v128.store(patch + i, load4(p + i))
      else for (let i: usize = 0; i < length; i += 16) v128.store(patch + i, zero)
    }
  }
}

/** The product of one number of the matrices: M[tile][8] = V[tile][k] · U[k][8]. */
export function products(v: usize, k: i32, u: usize, m: usize, tiles: i32): void {
  const step = bytes(k)
  for (let left = tiles; left > 0;) {
    const done = nextRows(left)
    if (ASC_FEATURE_RELAXED_SIMD && done === 6) product6(v, step, u, k, m)
    else if (done === 5) product5(v, step, u, k, m)
    else if (done === 4) product4(v, step, u, k, m)
    else if (done === 3) product3(v, step, u, k, m)
    else if (done === 2) product2(v, step, u, k, m)
    else product1(v, step, u, k, m)
    v += (done as usize) * step
    m += (done as usize) << 5
    left -= done
  }
}
