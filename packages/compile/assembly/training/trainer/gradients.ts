// What happens to gradients before a step. A unit is `ELEMENTS` elements unless a kernel says
// otherwise, and numbers of elements are multiples of 4.
import { add4, at, ELEMENTS, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'
import { limit, times } from '@layersmith/wasm-kernels/assembly/base/vectors'

/** sum' = sum + g. */
export function gather(sum: usize, g: usize, elements: i32, from: i32, to: i32): void {
  const end = min(to * ELEMENTS, elements)
  for (let i = from * ELEMENTS; i < end; i += 4) add4(at(sum, i), load4(at(g, i)))
}

/** g' = sum · factor, and the sum becomes 0. */
export function take(sum: usize, g: usize, elements: i32, factor: f32, from: i32, to: i32): void {
  const end = min(to * ELEMENTS, elements)
  for (let i = from * ELEMENTS; i < end; i += 4) {
    v128.store(at(g, i), times(load4(at(sum, i)), factor))
    v128.store(at(sum, i), f32x4.splat(0))
  }
}

/** x' = factor · x. */
export function shrink(x: usize, elements: i32, factor: f32, from: i32, to: i32): void {
  const end = min(to * ELEMENTS, elements)
  for (let i = from * ELEMENTS; i < end; i += 4)
    v128.store(at(x, i), times(load4(at(x, i)), factor))
}

/** Keeps numbers between limits. */
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

/** The sum of squares of each unit, in double precision. */
export function squares(x: usize, elements: i32, sums: usize, from: i32, to: i32): void {
  for (let unit = from; unit < to; unit++) {
    const end = min((unit + 1) * ELEMENTS, elements)
    let sum: f64 = 0
    for (let i = unit * ELEMENTS; i < end; i++) {
      const n = load<f32>(at(x, i)) as f64
      sum += n * n
    }
    store<f64>(sums + ((unit as usize) << 3), sum)
  }
}

/**
 * The factor that brings a norm down to `most`, from the sums of squares of `count` units. It is a
 * single unit, so that the order of the sum is fixed.
 */
export function factorFor(sums: usize, count: i32, most: f32, factor: usize): void {
  let sum: f64 = 0
  for (let i = 0; i < count; i++) sum += load<f64>(sums + ((i as usize) << 3))
  const norm = sqrt<f64>(sum),
    limit = most as f64
  store<f32>(factor, (limit / max(norm, limit)) as f32)
}
