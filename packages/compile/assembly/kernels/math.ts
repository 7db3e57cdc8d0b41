// Functions of four numbers at once, in single precision, with errors of a few 1e-7 of the result.

function all(n: f32): v128 {
  return f32x4.splat(n)
}
function plus(a: v128, b: v128): v128 {
  return f32x4.add(a, b)
}
function times(a: v128, b: v128): v128 {
  return f32x4.mul(a, b)
}
/** a · x + b. */
function then(a: v128, x: v128, b: f32): v128 {
  return f32x4.add(f32x4.mul(a, x), f32x4.splat(b))
}

/** eˣ (Cephes): zero below the smallest normal number. */
export function exp4(x: v128): v128 {
  const tooLarge = f32x4.gt(x, all(88.72283))
  x = f32x4.pmin(f32x4.pmax(x, all(-87.4)), all(88.72283))
  const n = f32x4.nearest(times(x, all(1.44269504)))
  x = plus(plus(x, times(n, all(-0.693359375))), times(n, all(2.1219444e-4)))
  let p = then(all(1.9875691e-4), x, 1.3981999e-3)
  p = then(p, x, 8.3334519e-3)
  p = then(p, x, 4.1665796e-2)
  p = then(p, x, 1.66666655e-1)
  p = then(p, x, 0.5)
  p = then(times(p, x), x, 1)
  p = plus(p, x)
  // 2ⁿ as 2ⁿ⁻¹ · 2, since the largest n has no power of its own
  const exponent = i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(126))
  const y = times(times(p, i32x4.shl(i32x4.max_s(exponent, i32x4.splat(0)), 23)), all(2))
  // With this branch it is too long to be inlined at its eight places, an eighth of the module.
  if (v128.any_true(tooLarge)) return v128.bitselect(all(Infinity), y, tooLarge)
  return y
}

/** eˣ - 1, also where it is small. */
export function expm1(x: v128): v128 {
  let p = then(all(2.7557319e-6), x, 2.4801587e-5)
  p = then(p, x, 1.984127e-4)
  p = then(p, x, 1.3888889e-3)
  p = then(p, x, 8.3333333e-3)
  p = then(p, x, 4.1666667e-2)
  p = then(p, x, 1.66666667e-1)
  p = then(p, x, 0.5)
  const small = plus(x, times(times(x, x), p))
  return v128.bitselect(small, plus(exp4(x), all(-1)), f32x4.lt(f32x4.abs(x), all(0.5)))
}

/** 1 / (1 + e⁻ˣ). */
export function sigmoid4(x: v128): v128 {
  return f32x4.div(all(1), plus(all(1), exp4(f32x4.neg(x))))
}

/** tanh x (Cephes). */
export function tanh4(x: v128): v128 {
  const square = times(x, x),
    size = f32x4.abs(x)
  let p = then(all(-5.70498872745e-3), square, 2.06390887954e-2)
  p = then(p, square, -5.37397155531e-2)
  p = then(p, square, 1.33314422036e-1)
  p = then(p, square, -3.33332819422e-1)
  const small = plus(x, times(times(p, square), x))
  const e = exp4(plus(size, size))
  const large = f32x4.sub(all(1), f32x4.div(all(2), plus(e, all(1))))
  const sign = v128.and(x, i32x4.splat(0x80000000))
  return v128.bitselect(small, v128.or(large, sign), f32x4.lt(size, all(0.625)))
}

/** log(1 + eˣ). */
export function softplus4(x: v128): v128 {
  // log(1 + u) = 2 artanh(u / (2 + u)), at most 1/3 in the series
  const u = exp4(f32x4.neg(f32x4.abs(x)))
  const s = f32x4.div(u, plus(u, all(2))),
    square = times(s, s)
  let p = then(all(1 / 13), square, 1 / 11)
  p = then(p, square, 1 / 9)
  p = then(p, square, 1 / 7)
  p = then(p, square, 1 / 5)
  p = then(p, square, 1 / 3)
  p = then(p, square, 1)
  return plus(f32x4.max(x, all(0)), times(times(p, s), all(2)))
}

/** The error function (Abramowitz and Stegun 7.1.26), 1.5e-7 off. */
export function erf4(x: v128): v128 {
  const size = f32x4.abs(x)
  const t = f32x4.div(all(1), then(all(0.3275911), size, 1))
  let p = then(all(1.061405429), t, -1.453152027)
  p = then(p, t, 1.421413741)
  p = then(p, t, -0.284496736)
  p = then(p, t, 0.254829592)
  const y = f32x4.sub(all(1), times(times(p, t), exp4(f32x4.neg(times(x, x)))))
  return v128.or(y, v128.and(x, i32x4.splat(0x80000000)))
}
