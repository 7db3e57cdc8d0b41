/** The values between `low` and `high`. pmin and pmax in this order keep NaN. */
export function limit(value: v128, low: v128, high: v128): v128 {
  return f32x4.pmin(f32x4.pmax(value, low), high)
}
