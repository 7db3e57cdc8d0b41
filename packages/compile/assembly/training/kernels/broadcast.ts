// Merges of values whose sizes differ: a size of 1 is repeated. Values are [images, rows, columns,
// channels]. Each has its steps, with 0 for a repeated axis.
import { add1, add4, at, load4 } from '@layersmith/wasm-kernels/assembly/base/memory'
import { merged } from './elementwise'

/**
 * y ← a and b merged; the kinds are those of `merge`. Channels have steps of 0 or 1. A unit is an
 * image.
 */
export function spread(
  kind: i32,
  a: usize,
  aImage: i32,
  aRow: i32,
  aPixel: i32,
  aStep: i32,
  b: usize,
  bImage: i32,
  bRow: i32,
  bPixel: i32,
  bStep: i32,
  y: usize,
  rows: i32,
  columns: i32,
  channels: i32,
  from: i32,
  to: i32,
): void {
  let q = at(y, from * rows * columns * channels)
  for (let n = from; n < to; n++) {
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        const p = at(a, n * aImage + r * aRow + c * aPixel),
          s = at(b, n * bImage + r * bRow + c * bPixel)
        let i = 0
        for (; i + 4 <= channels; i += 4)
          v128.store(at(q, i), merged(kind, four(p, i, aStep), four(s, i, bStep)))
        for (; i < channels; i++) {
          const one = merged(
            kind,
            v128.load_splat<f32>(at(p, i * aStep)),
            v128.load_splat<f32>(at(s, i * bStep)),
          )
          store<f32>(at(q, i), f32x4.extract_lane(one, 0))
        }
        q = at(q, channels)
      }
    }
  }
}

function four(p: usize, i: i32, step: i32): v128 {
  return step === 0 ? v128.load_splat<f32>(p) : load4(at(p, i))
}

/**
 * da ← the sum of dy · ∂y/∂a over the repetitions of a. da must be zeros before the call, and b has
 * the steps of its value. For largest and smallest numbers, `isSecond` says that a is the second
 * operand: of equal numbers, the first operand's gets the gradient. A unit is an image of dy; an
 * image that is repeated needs one unit.
 */
export function spreadGrad(
  kind: i32,
  isSecond: bool,
  dy: usize,
  a: usize,
  aImage: i32,
  aRow: i32,
  aPixel: i32,
  aStep: i32,
  b: usize,
  bImage: i32,
  bRow: i32,
  bPixel: i32,
  bStep: i32,
  da: usize,
  rows: i32,
  columns: i32,
  channels: i32,
  from: i32,
  to: i32,
): void {
  let g = at(dy, from * rows * columns * channels)
  for (let n = from; n < to; n++) {
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        const place = n * aImage + r * aRow + c * aPixel
        const p = at(a, place),
          d = at(da, place),
          s = at(b, n * bImage + r * bRow + c * bPixel)
        let i = 0
        for (; i + 4 <= channels && aStep === 1; i += 4)
          add4(at(d, i), part(kind, isSecond, load4(at(g, i)), load4(at(p, i)), four(s, i, bStep)))
        for (; i < channels; i++) {
          const one = part(
            kind,
            isSecond,
            v128.load_splat<f32>(at(g, i)),
            v128.load_splat<f32>(at(p, i * aStep)),
            v128.load_splat<f32>(at(s, i * bStep)),
          )
          add1(at(d, i * aStep), f32x4.extract_lane(one, 0))
        }
        g = at(g, channels)
      }
    }
  }
}

/** The part of a gradient that goes to a. */
export function part(kind: i32, isSecond: bool, g: v128, a: v128, b: v128): v128 {
  if (kind === 0) return f32x4.mul(g, b)
  if (kind === 1) return g
  const isLess = kind === 3 ? f32x4.lt(a, b) : f32x4.gt(a, b)
  return v128.and(g, isSecond ? isLess : v128.or(isLess, f32x4.eq(a, b)))
}
