// What a recipe must give, from the definitions of the layers and independently of the library:
// windows are counted one by one, and nothing is imported from src.
import { type Answer, type Sizes, type Totals, all, one, places, plus, times } from './counting.js'
import type { Merge, Pair, Recipe, Step } from './recipe.js'
import { layerAfter } from './reference-layers.js'

const two = (p: Pair | undefined): [number, number] =>
  p === undefined ? [1, 1] : typeof p === 'number' ? [p, p] : p

const slide = (
  shape: Sizes,
  kernel: Pair,
  o: { stride?: Pair; padding?: string; dilation?: Pair },
): [number | null, number | null] | null => {
  if (shape.length !== 3) return null
  const [k, s, d] = [two(kernel), two(o.stride), two(o.dilation)]
  if (s.some((n) => n > 1) && d.some((n) => n > 1)) return null
  const h = places(shape[0]!, k[0], s[0], o.padding, d[0]),
    w = places(shape[1]!, k[1], s[1], o.padding, d[1])
  return h === 0 || w === 0 ? null : [h, w]
}

const join = (shape: Sizes, ...parts: Totals[]): Answer => ({
  shape,
  positions: parts.reduce((n, p) => n + p.positions, 0),
  params: parts.reduce((n, p) => n + p.params, 0),
  flops: parts.reduce<number | null>((n, p) => plus(n, p.flops), 0),
})

export const answer = ({ shape, steps }: Recipe): Answer | null => follow(shape, steps)

const follow = (shape: Sizes, steps: readonly Step[]): Answer | null => {
  let sum = join(shape)
  for (const s of steps) {
    const next = after(sum.shape, s)
    if (next === null) return null
    sum = join(next.shape, sum, next)
  }
  return sum
}

const after = (shape: Sizes, s: Step): Answer | null => {
  const last = shape.at(-1) ?? null
  const image = shape.length === 3
  switch (s.do) {
    case 'conv': {
      const out = slide(shape, s.kernel, s.options)
      if (out === null || last === null) return null
      const points = two(s.kernel)[0] * two(s.kernel)[1] * last
      return one(
        [...out, s.filters],
        points * s.filters + (s.options.useBias === false ? 0 : s.filters),
        times(2 * points, out[0], out[1], s.filters),
      )
    }
    case 'depthwiseConv': {
      const out = slide(shape, s.kernel, s.options)
      if (out === null || last === null) return null
      const points = two(s.kernel)[0] * two(s.kernel)[1],
        made = last * (s.options.depthMultiplier ?? 1)
      return one(
        [...out, made],
        points * made + (s.options.useBias === false ? 0 : made),
        times(2 * points, out[0], out[1], made),
      )
    }
    case 'pool': {
      const out = slide(shape, s.size, {
        stride: s.options.stride ?? s.size,
        padding: s.options.padding,
      })
      return out === null
        ? null
        : one([...out, last], 0, times(two(s.size)[0] * two(s.size)[1], out[0], out[1], last))
    }
    case 'globalPool':
      return image ? one([last], 0, all(shape)) : null
    case 'upsample': {
      if (!image) return null
      const [h, w] = two(s.size),
        out = [times(h, shape[0]!), times(w, shape[1]!), last]
      return one(out, 0, s.options.interpolation === 'bilinear' ? times(8, all(out)) : 0)
    }
    case 'pad': {
      if (!image) return null
      const [rows, columns] = (
        typeof s.padding === 'number' ? [s.padding, s.padding] : s.padding
      ).map((m) => (typeof m === 'number' ? 2 * m : m[0] + m[1]))
      return one([plus(shape[0]!, rows!), plus(shape[1]!, columns!), last], 0, 0)
    }
    case 'dense':
      return last === null
        ? null
        : one(
            [...shape.slice(0, -1), s.units],
            last * s.units + (s.options.useBias === false ? 0 : s.units),
            times(2 * s.units, all(shape)),
          )
    case 'bn':
      return last === null || shape.length > 3
        ? null
        : one(
            shape,
            last * (2 + (s.options.center === false ? 0 : 1) + (s.options.scale === false ? 0 : 1)),
            times(2, all(shape)),
          )
    case 'layerNorm':
      return last === null || shape.length > 3
        ? null
        : one(
            shape,
            last * ((s.options.center === false ? 0 : 1) + (s.options.scale === false ? 0 : 1)),
            times(8, all(shape)),
          )
    case 'dropout':
      return one(shape, 0, 0)
    case 'flatten':
      return shape.length < 2 || all(shape) === null ? null : one([all(shape)], 0, 0)
    case 'elu':
    case 'leakyRelu':
      return one(shape, 0, times(2, all(shape)))
    case 'activation':
    case 'relu':
    case 'relu6':
      return one(shape, 0, all(shape))
    case 'residual':
      return merged('residual', [follow(shape, s.body), follow(shape, s.shortcut ?? [])])
    case 'branch':
      return merged(
        s.merge,
        s.arms.map((arm) => follow(shape, arm)),
      )
    case 'repeat':
      return follow(shape, Array.from({ length: s.times }, () => s.body).flat())
    case 'part':
      return follow(shape, s.body)
    case 'tap':
      return join(shape)
    case 'timeDistributed': {
      const inner = shape.length < 2 ? null : after(shape.slice(1), s.layer)
      return inner === null
        ? null
        : one([shape[0]!, ...inner.shape], inner.params, times(shape[0]!, inner.flops))
    }
    default:
      return layerAfter(shape, s)
  }
}

const merged = (merge: Merge | 'residual', arms: readonly (Answer | null)[]): Answer | null => {
  if (arms.includes(null)) return null
  const given = arms as Answer[] // none is null
  let shape: Sizes | null = given[0]!.shape
  for (const { shape: next } of given.slice(1))
    shape = shape === null ? null : both(shape, next, merge)
  if (shape === null) return null
  return join(shape, ...given, {
    positions: 1,
    params: 0,
    flops: merge === 'concat' ? 0 : times(given.length - 1, all(shape)),
  })
}
/**
 * Merges two shapes. A concatenation adds up the last size; a residual's shapes must agree; the
 * others stretch sizes of 1. An unknown size agrees with any other, and may be 1.
 */
const both = (a: Sizes, b: Sizes, merge: Merge | 'residual'): Sizes | null => {
  if (a.length !== b.length) return null
  const out: Sizes = []
  for (const [i, n] of a.entries()) {
    const m = b[i] ?? null
    const [less, more] = n === null || (m !== null && n < m) ? [n, m] : [m, n]
    if (merge === 'concat' && i === a.length - 1) out.push(plus(n, m))
    else if (n === m) out.push(n)
    else if (less === null) out.push(merge !== 'concat' && more === 1 ? null : more)
    else if (less === 1 && merge !== 'concat' && merge !== 'residual') out.push(more)
    else return null
  }
  return out
}
