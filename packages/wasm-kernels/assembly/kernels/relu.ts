import { at, ELEMENTS, load4 } from '../base/memory'

/**
 * dx = dy · step(x), where step is 1 for 0 < x ≤ limit, NaN for NaN and 0 elsewhere. TensorFlow.js
 * composes the gradients of relu (limit ∞) and relu6 (limit 6) the same way. A unit is `ELEMENTS`
 * elements.
 */
export function reluGrad(
  dy: usize,
  x: usize,
  dx: usize,
  elements: i32,
  limit: f32,
  from: i32,
  to: i32,
): void {
  const zero = f32x4.splat(0),
    one = f32x4.splat(1),
    most = f32x4.splat(limit)
  const end = min(to * ELEMENTS, elements)
  let i = from * ELEMENTS
  for (; i + 4 <= end; i += 4) {
    const value = load4(at(x, i))
    const inside = v128.and(v128.and(f32x4.gt(value, zero), f32x4.le(value, most)), one)
    const step = v128.or(inside, v128.and(value, f32x4.ne(value, value)))
    v128.store(at(dx, i), f32x4.mul(load4(at(dy, i)), step))
  }
  for (; i < end; i++) {
    const value = load<f32>(at(x, i))
    const step: f32 = value !== value ? value : value > 0 && value <= limit ? 1 : 0
    store<f32>(at(dx, i), load<f32>(at(dy, i)) * step)
  }
}
