import { add1, add4, at, ELEMENTS, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'

/** y ← y + x. A unit is `ELEMENTS` elements. */
export function accumulate(x: usize, y: usize, elements: i32, from: i32, to: i32): void {
  const end = min(to * ELEMENTS, elements)
  let i = from * ELEMENTS
  for (; i + 4 <= end; i += 4) add4(at(y, i), load4(at(x, i)))
  for (; i < end; i++) add1(at(y, i), load<f32>(at(x, i)))
}

/**
 * y ← a · b, a + b, the larger or the smaller, for kinds 0 to 3. y may be a or b, and has room for
 * a multiple of 4. A unit is `ELEMENTS` elements.
 */
export function merge(
  kind: i32,
  a: usize,
  b: usize,
  y: usize,
  elements: i32,
  from: i32,
  to: i32,
): void {
  const end = min(to * ELEMENTS, elements)
  for (let i = from * ELEMENTS; i < end; i += 4) {
    const p = load4(at(a, i)),
      q = load4(at(b, i))
    v128.store(at(y, i), merged(kind, p, q))
  }
}

export function merged(kind: i32, p: v128, q: v128): v128 {
  if (kind === 0) return f32x4.mul(p, q)
  if (kind === 1) return f32x4.add(p, q)
  return kind === 2 ? f32x4.max(p, q) : f32x4.min(p, q)
}

/** y ← x · factor. A unit is `ELEMENTS` elements. */
export function times(x: usize, factor: f32, y: usize, elements: i32, from: i32, to: i32): void {
  const end = min(to * ELEMENTS, elements),
    by = f32x4.splat(factor)
  for (let i = from * ELEMENTS; i < end; i += 4)
    v128.store(at(y, i), f32x4.mul(load4(at(x, i)), by))
}

/** Copies outer · inner blocks of `elements` numbers from one grid to another. */
export function copyBlocks(
  x: usize,
  xOuter: i32,
  xInner: i32,
  y: usize,
  yOuter: i32,
  yInner: i32,
  inner: i32,
  elements: i32,
  from: i32,
  to: i32,
): void {
  for (let o = from; o < to; o++) {
    let p = at(x, o * xOuter),
      q = at(y, o * yOuter)
    for (let n = 0; n < inner; n++) {
      memory.copy(q, p, (elements as usize) << 2)
      p = at(p, xInner)
      q = at(q, yInner)
    }
  }
}
