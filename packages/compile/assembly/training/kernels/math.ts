// Functions in double precision, without tables: the module has no data.

/** eˣ, within a few 1e-16 of the result; 0 below the smallest normal number. */
export function exp64(x: f64): f64 {
  if (x < -708) return 0
  if (x > 709) return x === x ? Infinity : x
  const n = nearest<f64>(x * 1.4426950408889634)
  const r = x - n * 0.6931471803691238 - n * 1.9082149292705877e-10
  // Taylor's series, which ends where its terms no longer count
  let term: f64 = 1,
    sum: f64 = 1
  for (let i = 1; i <= 14; i++) {
    term *= r / (i as f64)
    sum += term
  }
  return sum * reinterpret<f64>(((n as i64) + 1023) << 52)
}

/** log x of a positive normal number; NaN for NaN and for negative numbers, -∞ for 0. */
export function log64(x: f64): f64 {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return x
  const bits = reinterpret<i64>(x)
  let exponent = ((bits >> 52) - 1023) as f64
  let mantissa = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000)
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5
    exponent += 1
  }
  // log m = 2 artanh((m - 1) / (m + 1)), at most 0.172 in the series
  const s = (mantissa - 1) / (mantissa + 1),
    square = s * s
  let sum: f64 = 0
  for (let i = 19; i > 0; i -= 2) sum = sum * square + 1 / (i as f64)
  return exponent * 0.6931471805599453 + 2 * s * sum
}

/** log(1 + u) for u from 0 to 1. */
export function log1p64(u: f64): f64 {
  const s = u / (u + 2),
    square = s * s
  let sum: f64 = 0
  for (let i = 31; i > 0; i -= 2) sum = sum * square + 1 / (i as f64)
  return 2 * s * sum
}
