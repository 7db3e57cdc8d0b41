// What the layers of vocabulary.ts must give, computed independently, like reference.ts.
import { type Answer, type Sizes, all, one, places, plus, times } from './counting.js'
import type { Each, LayerStep, Sliding } from './vocabulary.js'

const axes = (v: Each | undefined, n: number): number[] =>
  v === undefined
    ? Array.from({ length: n }, () => 1)
    : typeof v === 'number'
      ? Array.from({ length: n }, () => v)
      : v
const product = (v: readonly number[]): number => v.reduce((a, b) => a * b, 1)

/** All sizes but the last after a window, for an input with this many axes before the channels. */
const slid = (shape: Sizes, rank: number, kernel: Each, o: Sliding): Sizes | null => {
  if (shape.length !== rank + 1) return null
  const [k, s, d] = [axes(kernel, rank), axes(o.stride, rank), axes(o.dilation, rank)]
  if (Math.max(...s) > 1 && Math.max(...d) > 1) return null
  const out = k.map((n, i) => places(shape[i]!, n, s[i]!, o.padding, d[i]!))
  return out.includes(0) ? null : out
}
/**
 * What windows at every `stride`-th place cover, starting at each of `size` points; the padding of
 * the output says how far 'valid' ones reach beyond, or what is left of the last 'same' one. null
 * inside if it is not known, null if there is none.
 */
const covered = (
  size: number | null,
  kernel: number,
  stride: number,
  padding: string | undefined,
  more: number | undefined,
): readonly [number | null] | null => {
  if (more !== undefined && more >= stride) return null
  if (size === null) return [null]
  const last = (size - 1) * stride
  const tail = padding === 'same' ? kernel % 2 : kernel
  const whole =
    more !== undefined
      ? last + tail + more
      : padding === 'same'
        ? last + stride
        : last + Math.max(kernel, stride)
  return whole > 0 ? [whole] : null
}
const biases = (n: number, o: { useBias?: boolean }): number => (o.useBias === false ? 0 : n)
const GATES = { simpleRnn: 1, gru: 3, lstm: 4 } as const

export const layerAfter = (shape: Sizes, s: LayerStep): Answer | null => {
  const last = shape.at(-1) ?? null
  switch (s.do) {
    case 'conv1d':
    case 'conv3d': {
      const rank = s.do === 'conv1d' ? 1 : 3,
        out = slid(shape, rank, s.kernel, s.options)
      if (out === null || last === null) return null
      const points = product(axes(s.kernel, rank)) * last
      return one(
        [...out, s.filters],
        points * s.filters + biases(s.filters, s.options),
        times(2 * points * s.filters, all(out)),
      )
    }
    case 'convTranspose':
    case 'conv3dTranspose': {
      const rank = s.do === 'convTranspose' ? 2 : 3
      if (shape.length !== rank + 1 || last === null) return null
      const { dilation, outputPadding, padding } = s.options
      const [k, stride, rate] = [s.kernel, s.options.stride, dilation].map((v) => axes(v, rank))
      if (Math.max(...stride!) > 1 && Math.max(...rate!) > 1) return null
      const more = outputPadding === undefined ? [] : axes(outputPadding, rank)
      const out = k!.map((n, i) =>
        covered(shape[i]!, (n - 1) * rate![i]! + 1, stride![i]!, padding, more[i]),
      )
      if (out.includes(null)) return null
      const points = product(k!) * s.filters
      return one(
        [...out.map((size) => size![0]), s.filters],
        points * last + biases(s.filters, s.options),
        times(2 * points, all(shape)),
      )
    }
    case 'separableConv': {
      const out = slid(shape, 2, s.kernel, s.options)
      if (out === null || last === null) return null
      const window = product(axes(s.kernel, 2)) * last
      return one(
        [...out, s.filters],
        window + last * s.filters + biases(s.filters, s.options),
        times(2 * (window + last * s.filters), all(out)),
      )
    }
    case 'pool1d':
    case 'pool3d': {
      const rank = s.do === 'pool1d' ? 1 : 3,
        out = slid(shape, rank, s.size, {
          stride: s.options.stride ?? s.size,
          padding: s.options.padding,
        })
      return out === null
        ? null
        : one([...out, last], 0, times(product(axes(s.size, rank)), all(out), last))
    }
    case 'globalPool1d':
      return shape.length === 2 ? one([last], 0, all(shape)) : null
    case 'crop': {
      if (shape.length !== 3) return null
      const cut = (typeof s.cropping === 'number' ? [s.cropping, s.cropping] : s.cropping).map(
        (m) => (typeof m === 'number' ? 2 * m : m[0] + m[1]),
      )
      const out = cut.map((n, i) => plus(shape[i]!, -n))
      return out.some((n) => n !== null && n < 1) ? null : one([...out, last], 0, 0)
    }
    case 'centerCrop':
      return shape.length !== 3 ||
        [s.height, s.width].some((n, i) => shape[i] !== null && shape[i]! < n)
        ? null
        : one([s.height, s.width, last], 0, 0)
    case 'permute':
      return shape.length === s.dims.length
        ? one(
            s.dims.map((d) => shape[d - 1]!),
            0,
            0,
          )
        : null
    case 'reshape': {
      const known = product(s.shape.filter((n) => n !== -1)),
        total = all(shape)
      if (total === null)
        return one(
          s.shape.map((n) => (n === -1 ? null : n)),
          0,
          0,
        )
      return total % known === 0
        ? one(
            s.shape.map((n) => (n === -1 ? total / known : n)),
            0,
            0,
          )
        : null
    }
    case 'repeatVector':
      return shape.length === 1 ? one([s.n, last], 0, 0) : null
    case 'embedding':
      return one([...shape, s.size], s.tokens * s.size, 0)
    case 'categoryEncoding':
      return shape.length === 1 && (s.options.outputMode !== 'oneHot' || last === 1)
        ? one([s.tokens], 0, 0)
        : null
    case 'gaussianNoise':
    case 'gaussianDropout':
    case 'alphaDropout':
      return one(shape, 0, 0)
    case 'spatialDropout1d':
      return shape.length === 2 ? one(shape, 0, 0) : null
    case 'rescaling':
      return one(shape, 0, times(2, all(shape)))
    case 'softmax':
    case 'thresholdedRelu':
      return one(shape, 0, all(shape))
    case 'masking':
      return shape.length >= 2 ? one(shape, 0, times(2, all(shape))) : null
    case 'prelu':
      return all(shape) === null ? null : one(shape, all(shape)!, times(2, all(shape)))
    case 'simpleRnn':
    case 'gru':
    case 'lstm': {
      if (shape.length !== 2 || last === null) return null
      const weights = GATES[s.do] * s.units * (last + s.units)
      return one(
        [...(s.options.returnSequences ? [shape[0]!] : []), s.units],
        weights + biases(GATES[s.do] * s.units, s.options),
        times(2 * weights, shape[0]!),
      )
    }
    case 'convLstm2d': {
      const out = shape.length === 4 ? slid(shape.slice(1), 2, s.kernel, s.options) : null
      if (out === null || last === null) return null
      const weights = 4 * s.filters * product(axes(s.kernel, 2)) * (last + s.filters)
      return one(
        [...(s.options.returnSequences ? [shape[0]!] : []), ...out, s.filters],
        weights + biases(4 * s.filters, s.options),
        times(2 * weights, shape[0]!, all(out)),
      )
    }
    case 'bidirectional': {
      const inner = layerAfter(shape, s.layer),
        mode = s.options.mergeMode ?? 'concat'
      if (inner === null) return null
      const out =
        mode === 'concat'
          ? [...inner.shape.slice(0, -1), times(2, inner.shape.at(-1)!)]
          : inner.shape
      return one(
        out,
        2 * inner.params,
        plus(
          times(2, inner.flops),
          mode === 'concat' ? 0 : times(mode === 'ave' ? 2 : 1, all(inner.shape)),
        ),
      )
    }
    default:
      return s satisfies never
  }
}
