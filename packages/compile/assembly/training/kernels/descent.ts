// The steps of all optimizers except Adam. A unit is `ELEMENTS` elements, and numbers of elements
// are multiples of 4. The formulas are those of TensorFlow.js.
import { at, ELEMENTS, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'
import { add, sub, times } from '@layersmith/wasm-kernels/assembly/base/vectors'

/** p' = p - rate · g. */
export function descend(p: usize, g: usize, elements: i32, rate: f32, from: i32, to: i32): void {
  const end = min(to * ELEMENTS, elements)
  for (let i = from * ELEMENTS; i < end; i += 4)
    v128.store(at(p, i), sub(load4(at(p, i)), times(load4(at(g, i)), rate)))
}

/**
 * a' = momentum · a + g, and p' = p - rate · a', or p - rate · (g + momentum · a') with Nesterov's
 * momentum (Sutskever et al. 2013).
 */
export function momentum(
  p: usize,
  g: usize,
  a: usize,
  elements: i32,
  rate: f32,
  keep: f32,
  isNesterov: bool,
  from: i32,
  to: i32,
): void {
  const end = min(to * ELEMENTS, elements)
  for (let i = from * ELEMENTS; i < end; i += 4) {
    const gradient = load4(at(g, i)),
      next = add(times(load4(at(a, i)), keep), gradient)
    v128.store(at(a, i), next)
    const step = isNesterov ? add(gradient, times(next, keep)) : next
    v128.store(at(p, i), sub(load4(at(p, i)), times(step, rate)))
  }
}

/**
 * s' = decay · s + (1 - decay) · g², m' = momentum · m + rate · g / √(s' + epsilon), and p' = p -
 * m' (Tieleman and Hinton 2012).
 */
export function rmsprop(
  p: usize,
  g: usize,
  s: usize,
  m: usize,
  elements: i32,
  rate: f32,
  decay: f32,
  keep: f32,
  epsilon: f32,
  from: i32,
  to: i32,
): void {
  const rest: f32 = 1 - decay
  const end = min(to * ELEMENTS, elements)
  for (let i = from * ELEMENTS; i < end; i += 4) {
    const gradient = load4(at(g, i))
    const square = add(times(load4(at(s, i)), decay), times(f32x4.mul(gradient, gradient), rest))
    v128.store(at(s, i), square)
    const root = f32x4.sqrt(add(square, f32x4.splat(epsilon)))
    const step = add(times(load4(at(m, i)), keep), f32x4.div(times(gradient, rate), root))
    v128.store(at(m, i), step)
    v128.store(at(p, i), sub(load4(at(p, i)), step))
  }
}
