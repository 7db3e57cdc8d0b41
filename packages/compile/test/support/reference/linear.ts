// Convolutions and dense layers of the reference, as sums over all products.
import {
  type Computed,
  type Value,
  type Weights,
  type Window,
  imageOf,
  overWindows,
  zeros,
} from './value.js'

/** A role's numbers, which must be there. */
const found = (weights: Weights, role: string): Float64Array => {
  const numbers = weights(role)
  if (numbers === undefined) throw new Error(`the reference has no ${role}`)
  return numbers
}

/** Each product: an input times a weight is a part of an output, all by their indices. */
type Products = (visit: (x: number, w: number, y: number) => void) => void

/** What is linear in its input and its weights, and then a bias for each channel. */
const linear = (
  x: Value,
  y: Value,
  weights: Weights,
  role: string,
  products: Products,
): Computed => {
  const w = found(weights, role)
  const bias = weights('bias')
  const channels = y.shape.at(-1) ?? 1
  for (let i = 0; i < y.numbers.length; i++) y.numbers[i] = bias?.[i % channels] ?? 0
  products((i, j, k) => {
    y.numbers[k]! += x.numbers[i]! * w[j]!
  })
  return {
    y,
    back: (dy) => {
      const [dx, dw, db] = [x.numbers, w, new Float64Array(channels)].map(
        ({ length }) => new Float64Array(length),
      ) as [Float64Array, Float64Array, Float64Array]
      products((i, j, k) => {
        dx[i]! += dy[k]! * w[j]!
        dw[j]! += dy[k]! * x.numbers[i]!
      })
      for (const [k, g] of dy.entries()) db[k % channels]! += g
      return { inputs: [dx], weights: { [role]: dw, ...(bias === undefined ? {} : { bias: db }) } }
    },
  }
}

export const conv = (
  x: Value,
  shape: readonly number[],
  weights: Weights,
  window: Window,
): Computed => {
  const y = zeros(shape)
  const [, , , channels] = imageOf(x)
  const [, , , filters] = imageOf(y)
  return linear(x, y, weights, 'kernel', (visit) => {
    overWindows(x, y, window, (from, to, tap) => {
      for (let c = 0; c < channels; c++)
        for (let f = 0; f < filters; f++)
          visit(from * channels + c, (tap * channels + c) * filters + f, to * filters + f)
    })
  })
}

export const depthwise = (
  x: Value,
  shape: readonly number[],
  weights: Weights,
  window: Window,
): Computed => {
  const y = zeros(shape)
  const [, , , channels] = imageOf(x)
  const [, , , filters] = imageOf(y)
  const each = filters / channels
  return linear(x, y, weights, 'depthwise_kernel', (visit) => {
    overWindows(x, y, window, (from, to, tap) => {
      for (let f = 0; f < filters; f++)
        visit(from * channels + Math.floor(f / each), tap * filters + f, to * filters + f)
    })
  })
}

export const dense = (x: Value, shape: readonly number[], weights: Weights): Computed => {
  const y = zeros(shape)
  const [inputs, units] = [x.shape.at(-1) ?? 1, shape.at(-1) ?? 1]
  return linear(x, y, weights, 'kernel', (visit) => {
    for (let row = 0; row < y.numbers.length / units; row++)
      for (let i = 0; i < inputs; i++)
        for (let j = 0; j < units; j++) visit(row * inputs + i, i * units + j, row * units + j)
  })
}
