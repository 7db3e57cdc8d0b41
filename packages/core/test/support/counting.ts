// Counts sizes, weights and operations independently of the library: nothing is imported from src.
export type Sizes = (number | null)[]
export interface Totals {
  positions: number
  params: number
  flops: number | null
}
export interface Answer extends Totals {
  shape: Sizes
}

export const all = (s: Sizes): number | null =>
  s.includes(null) ? null : s.reduce<number>((a, b) => a * b!, 1)
export const plus = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a + b
export const times = (a: number | null, ...b: (number | null)[]): number | null =>
  b.reduce<number | null>((x, y) => (x === null || y === null ? null : x * y), a)

/**
 * How many places a window of `kernel` points, `dilation` apart, has within `size`, counting every
 * `stride`-th place.
 */
export const places = (
  size: number | null,
  kernel: number,
  stride: number,
  padding: string | undefined,
  dilation: number,
): number | null => {
  if (size === null) return null
  let n = 0
  const last = padding === 'same' ? size - 1 : size - 1 - (kernel - 1) * dilation
  for (let from = 0; from <= last; from += stride) n++
  return n
}

export const one = (shape: Sizes, params: number, flops: number | null): Answer => ({
  shape,
  params,
  flops,
  positions: 1,
})
