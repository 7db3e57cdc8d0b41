import { multiplyAdd } from './multiply-add'

export function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b)
}

export function sub(a: v128, b: v128): v128 {
  return f32x4.sub(a, b)
}

export function times(a: v128, factor: f32): v128 {
  return f32x4.mul(a, f32x4.splat(factor))
}

/** a · factor + c */
export function scaled(a: v128, factor: f32, c: v128): v128 {
  return multiplyAdd(a, f32x4.splat(factor), c)
}

/** The values between `low` and `high`. pmin and pmax in this order keep NaN. */
export function limit(value: v128, low: v128, high: v128): v128 {
  return f32x4.pmin(f32x4.pmax(value, low), high)
}
