import { at, ELEMENTS, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'
import { activated } from '../../kernels/activation'
import { erf4, exp4, sigmoid4, tanh4 } from '../../kernels/math'

/** A function of each number; y has room for a multiple of 4. A unit is `ELEMENTS` elements. */
export function activate(
  kind: i32,
  x: usize,
  y: usize,
  elements: i32,
  a: f32,
  b: f32,
  from: i32,
  to: i32,
): void {
  const p = f32x4.splat(a),
    q = f32x4.splat(b),
    end = min(to * ELEMENTS, elements)
  for (let i = from * ELEMENTS; i < end; i += 4)
    v128.store(at(y, i), activated(kind, load4(at(x, i)), p, q))
}

/**
 * dx ← dy · the derivative. For the kinds that `slope` names, x holds the function's values. dx may
 * be dy, and has room for a multiple of 4. A unit is `ELEMENTS` elements.
 */
export function activateGrad(
  kind: i32,
  x: usize,
  dy: usize,
  dx: usize,
  elements: i32,
  a: f32,
  b: f32,
  from: i32,
  to: i32,
): void {
  const p = f32x4.splat(a),
    q = f32x4.splat(b),
    end = min(to * ELEMENTS, elements)
  for (let i = from * ELEMENTS; i < end; i += 4)
    v128.store(at(dx, i), f32x4.mul(load4(at(dy, i)), slope(kind, load4(at(x, i)), p, q)))
}

/**
 * The derivatives of ../../kernels/activation.ts, in its order. For kinds 0 to 4 and 16, x is the
 * function's value, from which the derivative follows.
 */
function slope(kind: i32, x: v128, a: v128, b: v128): v128 {
  const one = f32x4.splat(1),
    half = f32x4.splat(0.5),
    zero = f32x4.splat(0)
  switch (kind) {
    case 0: {
      // inside the limits; NaN stays
      const inside = v128.and(v128.and(f32x4.gt(x, a), f32x4.lt(x, b)), one)
      return v128.or(inside, v128.and(x, f32x4.ne(x, x)))
    }
    case 1:
      return f32x4.mul(x, f32x4.sub(one, x))
    case 2:
      return f32x4.sub(one, f32x4.mul(x, x))
    case 3: // a · eˣ is the value plus a
      return v128.bitselect(f32x4.add(x, a), b, f32x4.lt(x, zero))
    case 4: // 1 - e⁻ʸ
      return f32x4.sub(one, exp4(f32x4.neg(x)))
    case 5: {
      const n = f32x4.add(one, f32x4.abs(x))
      return f32x4.div(one, f32x4.mul(n, n))
    }
    case 6: {
      const s = sigmoid4(x)
      return f32x4.add(s, f32x4.mul(f32x4.mul(x, s), f32x4.sub(one, s)))
    }
    case 7: {
      const e = exp4(f32x4.pmin(x, f32x4.splat(20)))
      const n = f32x4.mul(e, f32x4.add(e, f32x4.splat(2)))
      const t = f32x4.div(n, f32x4.add(n, f32x4.splat(2)))
      const rest = f32x4.mul(f32x4.sub(one, f32x4.mul(t, t)), sigmoid4(x))
      return f32x4.add(t, f32x4.mul(x, rest))
    }
    case 8: {
      const density = f32x4.mul(
        exp4(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5))),
        f32x4.splat(0.39894228),
      )
      const share = f32x4.mul(half, f32x4.add(one, erf4(f32x4.mul(x, f32x4.splat(0.70710678)))))
      return f32x4.add(share, f32x4.mul(x, density))
    }
    case 9: {
      const square = f32x4.mul(x, x),
        k = f32x4.splat(0.79788456)
      const inner = f32x4.mul(
        f32x4.mul(k, x),
        f32x4.add(one, f32x4.mul(square, f32x4.splat(0.044715))),
      )
      const t = tanh4(inner)
      const steep = f32x4.mul(k, f32x4.add(one, f32x4.mul(square, f32x4.splat(0.134145))))
      const rest = f32x4.mul(f32x4.mul(x, f32x4.sub(one, f32x4.mul(t, t))), steep)
      return f32x4.mul(half, f32x4.add(f32x4.add(one, t), rest))
    }
    case 10:
      return v128.bitselect(one, a, f32x4.gt(x, zero))
    case 11:
      return v128.and(a, inUnit(f32x4.add(f32x4.mul(a, x), b)))
    case 12: {
      const u = f32x4.add(f32x4.mul(a, x), b)
      const kept = f32x4.pmin(f32x4.pmax(u, zero), one)
      return f32x4.add(kept, v128.and(f32x4.mul(a, x), inUnit(u)))
    }
    case 13:
      return sigmoid4(f32x4.neg(x))
    case 14: {
      const root = f32x4.sqrt(f32x4.add(f32x4.mul(x, x), f32x4.splat(4)))
      return f32x4.mul(half, f32x4.add(one, f32x4.div(x, root)))
    }
    case 15: {
      const t = tanh4(x)
      return f32x4.mul(t, t)
    }
    case 16:
      return x
    default:
      return a
  }
}

function inUnit(u: v128): v128 {
  return v128.and(f32x4.gt(u, f32x4.splat(0)), f32x4.lt(u, f32x4.splat(1)))
}
