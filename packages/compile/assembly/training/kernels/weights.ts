// What clipping, regularizers and constraints do with gradients and weights.
import { at, bytes, ELEMENTS, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'
import { limit } from '@layersmith/wasm-kernels/assembly/base/vectors'
import { times } from './elementwise'

/**
 * Keeps numbers, in number a multiple of 4, between limits. A unit is `ELEMENTS` elements.
 */
export function keepWithin(
  x: usize,
  elements: i32,
  least: f32,
  most: f32,
  from: i32,
  to: i32,
): void {
  const end = min(to * ELEMENTS, elements)
  for (let i = from * ELEMENTS; i < end; i += 4)
    v128.store(at(x, i), limit(load4(at(x, i)), f32x4.splat(least), f32x4.splat(most)))
}

/** Brings the norm of numbers, in number a multiple of 4, down to `most`. */
export function boundNorm(x: usize, elements: i32, most: f32): void {
  let sum: f64 = 0
  for (let i = 0; i < elements; i++) {
    const n = load<f32>(at(x, i)) as f64
    sum += n * n
  }
  const norm = sqrt<f64>(sum),
    limit = most as f64,
    units = (elements + ELEMENTS - 1) / ELEMENTS
  times(x, (limit / max(norm, limit)) as f32, x, elements, 0, units)
}

/**
 * Adds the gradient of l1 · Σ|w| + l2 · Σw² to a gradient, and the penalty itself to a number. It
 * is a single unit. At 0 the gradient of |w| is -1, as in TensorFlow.js.
 */
export function penalize(
  w: usize,
  g: usize,
  elements: i32,
  l1: f32,
  l2: f32,
  penalty: usize,
): void {
  let sizes: f64 = 0,
    squares: f64 = 0
  for (let i = 0; i < elements; i++) {
    const x = load<f32>(at(w, i))
    sizes += abs(x) as f64
    squares += (x as f64) * (x as f64)
    const side: f32 = x > 0 ? l1 : x === x ? -l1 : x
    store<f32>(at(g, i), load<f32>(at(g, i)) + side + 2 * l2 * x)
  }
  const sum = (l1 as f64) * sizes + (l2 as f64) * squares
  store<f32>(penalty, ((load<f32>(penalty) as f64) + sum) as f32)
}

/**
 * Brings the norms along the middle of the axes [units, size, inner] between two limits: all the
 * way for a rate of 1.
 */
export function boundNorms(
  w: usize,
  size: i32,
  inner: i32,
  least: f32,
  most: f32,
  rate: f32,
  from: i32,
  to: i32,
): void {
  for (let outer = from; outer < to; outer++)
    for (let j = 0; j < inner; j++) {
      const first = at(w, outer * size * inner + j)
      let sum: f64 = 0
      for (let i = 0; i < size; i++) {
        const x = load<f32>(first + bytes(i * inner)) as f64
        sum += x * x
      }
      const norm = sqrt<f64>(sum) as f32
      const wanted = rate * max(least, min(most, norm)) + (1 - rate) * norm
      const factor = wanted / (<f32>1e-7 + norm)
      for (let i = 0; i < size; i++) {
        const place = first + bytes(i * inner)
        store<f32>(place, load<f32>(place) * factor)
      }
    }
}
