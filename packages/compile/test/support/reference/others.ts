// What has no products with weights, in the reference: normalization, activations, pools, merges.
import {
  type Computed,
  type Value,
  type Weights,
  type Window,
  imageOf,
  overWindows,
  sizeOf,
  zeros,
} from './value.js'

export interface Statistics {
  readonly mean: Float64Array
  readonly variance: Float64Array
}

/** Batch normalization by the statistics of the batch, which it returns too. */
export const batchNorm = (
  x: Value,
  weights: Weights,
  epsilon: number,
): Computed & { readonly statistics: Statistics } => {
  const channels = x.shape.at(-1) ?? 1
  const count = x.numbers.length / channels
  const perChannel = (of: (n: number, c: number, i: number) => number): Float64Array => {
    const sums = new Float64Array(channels)
    for (const [i, n] of x.numbers.entries()) sums[i % channels]! += of(n, i % channels, i)
    return sums
  }
  const mean = perChannel((n) => n / count)
  const variance = perChannel((n, c) => (n - mean[c]!) ** 2 / count)
  const deviation = variance.map((n) => Math.sqrt(n + epsilon))
  const [gamma, beta] = [weights('gamma'), weights('beta')]
  const normal = x.numbers.map((n, i) => (n - mean[i % channels]!) / deviation[i % channels]!)
  const factor = (c: number): number => gamma?.[c] ?? 1
  const y = {
    shape: x.shape,
    numbers: normal.map((n, i) => factor(i % channels) * n + (beta?.[i % channels] ?? 0)),
  }
  return {
    y,
    statistics: { mean, variance },
    back: (dy) => {
      const sums = perChannel((_n, _c, i) => dy[i]!)
      const products = perChannel((_n, _c, i) => dy[i]! * normal[i]!)
      const dx = dy.map((g, i) => {
        const c = i % channels
        const rest = g - sums[c]! / count - (normal[i]! * products[c]!) / count
        return (factor(c) * rest) / deviation[c]!
      })
      return {
        inputs: [dx],
        weights: {
          ...(gamma === undefined ? {} : { gamma: products }),
          ...(beta === undefined ? {} : { beta: sums }),
        },
      }
    },
  }
}

export const relu = (x: Value): Computed => ({
  y: { shape: x.shape, numbers: x.numbers.map((n) => Math.max(0, n)) },
  back: (dy) => ({ inputs: [dy.map((g, i) => (x.numbers[i]! > 0 ? g : 0))], weights: {} }),
})

export const sigmoid = (x: Value): Computed => {
  const numbers = x.numbers.map((n) => 1 / (1 + Math.exp(-n)))
  return {
    y: { shape: x.shape, numbers },
    back: (dy) => ({
      inputs: [dy.map((g, i) => g * numbers[i]! * (1 - numbers[i]!))],
      weights: {},
    }),
  }
}

export const softmax = (x: Value): Computed => {
  const n = x.shape.at(-1) ?? 1
  const y = zeros(x.shape)
  for (let row = 0; row < x.numbers.length; row += n) {
    const numbers = x.numbers.subarray(row, row + n)
    const most = Math.max(...numbers)
    const powers = numbers.map((one) => Math.exp(one - most))
    const sum = powers.reduce((all, one) => all + one, 0)
    y.numbers.set(
      powers.map((one) => one / sum),
      row,
    )
  }
  return {
    y,
    back: (dy) => {
      const dx = new Float64Array(dy.length)
      for (let row = 0; row < dy.length; row += n) {
        let dot = 0
        for (let i = row; i < row + n; i++) dot += dy[i]! * y.numbers[i]!
        for (let i = row; i < row + n; i++) dx[i] = y.numbers[i]! * (dy[i]! - dot)
      }
      return { inputs: [dx], weights: {} }
    },
  }
}

/** The largest number of a window, of equal ones the first, or the mean of those in the image. */
export const pool = (
  x: Value,
  shape: readonly number[],
  kind: 'max' | 'average',
  window: Window,
): Computed => {
  const y = zeros(shape)
  const [, , , channels] = imageOf(x)
  const counts = new Float64Array(y.numbers.length)
  const best = new Int32Array(y.numbers.length).fill(-1)
  const each = (visit: (from: number, to: number) => void): void => {
    overWindows(x, y, window, (from, to) => {
      for (let c = 0; c < channels; c++) visit(from * channels + c, to * channels + c)
    })
  }
  each((from, to) => {
    counts[to]! += 1
    const n = x.numbers[from]!
    if (kind === 'average') y.numbers[to]! += n
    else if (best[to] === -1 || n > x.numbers[best[to]!]!) best[to] = from
  })
  for (let i = 0; i < counts.length; i++)
    y.numbers[i] = kind === 'average' ? y.numbers[i]! / counts[i]! : x.numbers[best[i]!]!
  return {
    y,
    back: (dy) => {
      const dx = new Float64Array(x.numbers.length)
      each((from, to) => {
        if (kind === 'average') dx[from]! += dy[to]! / counts[to]!
        else if (best[to] === from) dx[from]! += dy[to]!
      })
      return { inputs: [dx], weights: {} }
    },
  }
}

/** The mean or the largest number of each channel; all that equal the largest have a gradient. */
export const globalPool = (
  x: Value,
  shape: readonly number[],
  kind: 'max' | 'average',
): Computed => {
  const [images, height, width, channels] = imageOf(x)
  const pixels = height * width
  const y = zeros(shape)
  if (kind === 'max') y.numbers.fill(-Infinity)
  const placeOf = (i: number): number =>
    Math.floor(i / (pixels * channels)) * channels + (i % channels)
  for (const [i, n] of x.numbers.entries()) {
    const to = placeOf(i)
    y.numbers[to] = kind === 'max' ? Math.max(y.numbers[to]!, n) : y.numbers[to]! + n / pixels
  }
  if (y.numbers.length !== images * channels) throw new Error('the reference got other sizes')
  return {
    y,
    back: (dy) => {
      const dx = x.numbers.map((n, i) => {
        const to = placeOf(i)
        if (kind === 'average') return dy[to]! / pixels
        return n === y.numbers[to] ? dy[to]! : 0
      })
      return { inputs: [dx], weights: {} }
    },
  }
}

export const add = (xs: readonly Value[]): Computed => {
  const y = zeros(xs[0]?.shape ?? [])
  for (const { numbers } of xs) for (const [i, n] of numbers.entries()) y.numbers[i]! += n
  return { y, back: (dy) => ({ inputs: xs.map(() => dy.slice()), weights: {} }) }
}

/** Values one after another along the last axis. */
export const concat = (xs: readonly Value[], shape: readonly number[]): Computed => {
  const y = zeros(shape)
  const all = shape.at(-1) ?? 1
  const offsets = xs.map((_, i) =>
    xs.slice(0, i).reduce((sum, x) => sum + (x.shape.at(-1) ?? 1), 0),
  )
  const placeOf = (x: Value, which: number, i: number): number => {
    const n = x.shape.at(-1) ?? 1
    return Math.floor(i / n) * all + (offsets[which] ?? 0) + (i % n)
  }
  for (const [which, x] of xs.entries())
    for (const [i, n] of x.numbers.entries()) y.numbers[placeOf(x, which, i)] = n
  return {
    y,
    back: (dy) => ({
      inputs: xs.map((x, which) => x.numbers.map((_, i) => dy[placeOf(x, which, i)]!)),
      weights: {},
    }),
  }
}

export const flatten = (x: Value): Computed => ({
  y: { shape: [x.shape[0] ?? 1, sizeOf(x.shape.slice(1))], numbers: x.numbers },
  back: (dy) => ({ inputs: [dy], weights: {} }),
})
