import { at, bytes, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'
import { limit } from '@layersmith/wasm-kernels/assembly/base/vectors'
import { erf4, exp4, expm1, sigmoid4, softplus4, tanh4 } from './math'

/** An elementwise function over rows of `elements`, a multiple of 4; y may be x. */
export function activate(
  kind: i32,
  x: usize,
  xRow: i32,
  y: usize,
  yRow: i32,
  rows: i32,
  elements: i32,
  a: f32,
  b: f32,
): void {
  for (let r = 0; r < rows; r++) {
    const from = at(x, r * xRow),
      to = at(y, r * yRow)
    for (let i: usize = 0; i < bytes(elements); i += 16)
      v128.store(to + i, activated(kind, load4(from + i), f32x4.splat(a), f32x4.splat(b)))
  }
}

/** The kinds are those of src/ops/wasm/activations.ts, in the same order. */
export function activated(kind: i32, x: v128, a: v128, b: v128): v128 {
  const one = f32x4.splat(1),
    half = f32x4.splat(0.5),
    zero = f32x4.splat(0)
  switch (kind) {
    case 0:
      return limit(x, a, b)
    case 1:
      return sigmoid4(x)
    case 2:
      return tanh4(x)
    case 3: // elu and selu: b · x, or a · (eˣ - 1) below zero
      return v128.bitselect(f32x4.mul(a, expm1(x)), f32x4.mul(b, x), f32x4.lt(x, zero))
    case 4:
      return softplus4(x)
    case 5: // softsign
      return f32x4.div(x, f32x4.add(one, f32x4.abs(x)))
    case 6: // swish
      return f32x4.mul(x, sigmoid4(x))
    case 7: {
      // mish: tanh(log(1 + e)) = (e² + 2e) / (e² + 2e + 2), which is 1 for a large e
      const e = exp4(f32x4.pmin(x, f32x4.splat(20)))
      const n = f32x4.mul(e, f32x4.add(e, f32x4.splat(2)))
      return f32x4.mul(x, f32x4.div(n, f32x4.add(n, f32x4.splat(2))))
    }
    case 8: // gelu
      return f32x4.mul(
        f32x4.mul(half, x),
        f32x4.add(one, erf4(f32x4.mul(x, f32x4.splat(0.70710678)))),
      )
    case 9: {
      // gelu by tanh
      const cube = f32x4.mul(f32x4.mul(x, x), f32x4.mul(x, f32x4.splat(0.044715)))
      return f32x4.mul(
        f32x4.mul(half, x),
        f32x4.add(one, tanh4(f32x4.mul(f32x4.splat(0.79788456), f32x4.add(x, cube)))),
      )
    }
    case 10: // leaky: a · x below zero
      return v128.bitselect(f32x4.mul(a, x), x, f32x4.lt(x, zero))
    case 11: // a · x + b, between 0 and 1
      return limit(f32x4.add(f32x4.mul(a, x), b), zero, one)
    case 12: // x times that
      return f32x4.mul(x, limit(f32x4.add(f32x4.mul(a, x), b), zero, one))
    case 13: // log(sigmoid x)
      return f32x4.neg(softplus4(f32x4.neg(x)))
    case 14: // squareplus
      return f32x4.mul(half, f32x4.add(x, f32x4.sqrt(f32x4.add(f32x4.mul(x, x), f32x4.splat(4)))))
    case 15: // tanhShrink
      return f32x4.sub(x, tanh4(x))
    case 16:
      return exp4(x)
    default: // a · x
      return f32x4.mul(a, x)
  }
}
