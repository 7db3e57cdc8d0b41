import { at, ELEMENTS, load4 } from '../base/memory'

/**
 * One step of Adam (Kingma and Ba 2015, algorithm 1) for one variable, with c1 = 1 − β1ᵗ and
 * c2 = 1 − β2ᵗ:
 *
 *     m' = β1 · m + (1 − β1) · g
 *     v' = β2 · v + (1 − β2) · g²
 *     p' = p − rate · (m' / c1) / (√(v' / c2) + ε)
 *
 * The results are new tensors: the backend keeps packed copies of weights and would not notice a
 * change in place. A unit is `ELEMENTS` elements.
 */
export function adam(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  newP: usize,
  newM: usize,
  newV: usize,
  elements: i32,
  rate: f32,
  beta1: f32,
  beta2: f32,
  c1: f32,
  c2: f32,
  epsilon: f32,
  from: i32,
  to: i32,
): void {
  const rest1: f32 = 1 - beta1,
    rest2: f32 = 1 - beta2
  const rate4 = f32x4.splat(rate),
    epsilon4 = f32x4.splat(epsilon),
    by1 = f32x4.splat(c1),
    by2 = f32x4.splat(c2)
  const keep1 = f32x4.splat(beta1),
    keep2 = f32x4.splat(beta2),
    take1 = f32x4.splat(rest1),
    take2 = f32x4.splat(rest2)
  const end = min(to * ELEMENTS, elements)
  let i = from * ELEMENTS
  for (; i + 4 <= end; i += 4) {
    const gradient = load4(at(g, i))
    const first = f32x4.add(f32x4.mul(load4(at(m, i)), keep1), f32x4.mul(gradient, take1))
    const second = f32x4.add(
      f32x4.mul(load4(at(v, i)), keep2),
      f32x4.mul(f32x4.mul(gradient, gradient), take2),
    )
    const step = f32x4.div(
      f32x4.div(first, by1),
      f32x4.add(f32x4.sqrt(f32x4.div(second, by2)), epsilon4),
    )
    v128.store(at(newM, i), first)
    v128.store(at(newV, i), second)
    v128.store(at(newP, i), f32x4.sub(load4(at(p, i)), f32x4.mul(step, rate4)))
  }
  for (; i < end; i++) {
    const gradient = load<f32>(at(g, i))
    const first = load<f32>(at(m, i)) * beta1 + gradient * rest1
    const second = load<f32>(at(v, i)) * beta2 + gradient * gradient * rest2
    store<f32>(at(newM, i), first)
    store<f32>(at(newV, i), second)
    store<f32>(
      at(newP, i),
      load<f32>(at(p, i)) - (first / c1 / (sqrt<f32>(second / c2) + epsilon)) * rate,
    )
  }
}
