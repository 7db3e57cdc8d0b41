// Losses of the reference with their gradients: means over all rows, or over all numbers.

/** A loss of the numbers of an output, in rows of `n`, and its gradient. */
export interface Loss {
  readonly loss: number
  readonly gradient: Float64Array
}
export type LossName =
  | 'categoricalCrossentropy'
  | 'sparseCategoricalCrossentropy'
  | 'categoricalLogits'
  | 'sparseLogits'
  | 'binaryCrossentropy'
  | 'binaryLogits'
  | 'meanSquaredError'
  | 'meanAbsoluteError'
  | 'huber'

/** Keras keeps probabilities this far from 0 and 1; beyond, they have no gradient. */
const LEAST = 1e-7
const limited = (p: number): number => Math.min(1 - LEAST, Math.max(LEAST, p))
const slopeOf = (p: number): number => (p >= LEAST && p <= 1 - LEAST ? 1 : 0)

/** A mean over rows: `of` writes the gradient of a row's loss and returns the loss. */
const byRows = (
  y: Float64Array,
  n: number,
  of: (row: Float64Array, gradient: Float64Array, index: number) => number,
): Loss => {
  const rows = y.length / n
  const gradient = new Float64Array(y.length)
  let loss = 0
  for (let i = 0; i < rows; i++)
    loss += of(y.subarray(i * n, (i + 1) * n), gradient.subarray(i * n, (i + 1) * n), i) / rows
  return { loss, gradient: gradient.map((g) => g / rows) }
}

/** A mean over numbers: `of` returns the loss of a number and its slope. */
const byNumbers = (
  y: Float64Array,
  target: ArrayLike<number>,
  of: (one: number, target: number) => readonly [loss: number, slope: number],
): Loss => {
  let loss = 0
  const gradient = y.map((one, i) => {
    const [part, slope] = of(one, target[i] ?? NaN)
    loss += part / y.length
    return slope / y.length
  })
  return { loss, gradient }
}

/** -Σ t · log p of rows that are divided by their sums. */
const ofProbabilities = (
  y: Float64Array,
  n: number,
  targetOf: (row: number, i: number) => number,
  before: (p: number) => number,
  slope: (p: number) => number,
): Loss =>
  byRows(y, n, (row, gradient, index) => {
    const shown = row.map(before)
    const sum = shown.reduce((all, one) => all + one, 0)
    const parts = shown.map((one) => one / sum)
    // of the loss by each part, and then by each number through the sum
    const byPart = parts.map((p, i) => (-targetOf(index, i) / limited(p)) * slopeOf(p))
    const through = byPart.reduce((all, one, i) => all + one * parts[i]!, 0)
    for (const [i, one] of byPart.entries()) gradient[i] = (slope(row[i]!) * (one - through)) / sum
    return parts.reduce((all, p, i) => all - targetOf(index, i) * Math.log(limited(p)), 0)
  })

/** -Σ t · log softmax. */
const ofLogits = (y: Float64Array, n: number, targetOf: (row: number, i: number) => number): Loss =>
  byRows(y, n, (row, gradient, index) => {
    const most = Math.max(...row)
    const sum = row.reduce((all, one) => all + Math.exp(one - most), 0)
    let [loss, all] = [0, 0]
    for (let i = 0; i < n; i++) {
      all += targetOf(index, i)
      loss -= targetOf(index, i) * (row[i]! - most - Math.log(sum))
    }
    for (let i = 0; i < n; i++)
      gradient[i] = (all * Math.exp(row[i]! - most)) / sum - targetOf(index, i)
    return loss
  })

const same = (p: number): number => p
const one = (): number => 1

/** A loss of an output in rows of `n`. Huber's turns to a line at `delta`. */
export const lossOf = (
  name: LossName,
  y: Float64Array,
  target: ArrayLike<number>,
  n: number,
  delta = 1,
): Loss => {
  const hot = (row: number, i: number): number => target[row * n + i] ?? NaN
  const chosen = (row: number, i: number): number => (target[row] === i ? 1 : 0)
  switch (name) {
    case 'categoricalCrossentropy':
      return ofProbabilities(y, n, hot, same, one)
    case 'sparseCategoricalCrossentropy':
      return ofProbabilities(y, n, chosen, limited, slopeOf)
    case 'categoricalLogits':
      return ofLogits(y, n, hot)
    case 'sparseLogits':
      return ofLogits(y, n, chosen)
    case 'binaryCrossentropy':
      return byNumbers(y, target, (p, t) => {
        const kept = limited(p)
        const loss = -t * Math.log(kept) - (1 - t) * Math.log(1 - kept)
        return [loss, slopeOf(p) * ((1 - t) / (1 - kept) - t / kept)]
      })
    case 'binaryLogits':
      return byNumbers(y, target, (x, t) => [
        Math.max(x, 0) - x * t + Math.log1p(Math.exp(-Math.abs(x))),
        1 / (1 + Math.exp(-x)) - t,
      ])
    case 'meanSquaredError':
      return byNumbers(y, target, (x, t) => [(x - t) ** 2, 2 * (x - t)])
    case 'meanAbsoluteError':
      return byNumbers(y, target, (x, t) => [Math.abs(x - t), Math.sign(x - t)])
    case 'huber':
      return byNumbers(y, target, (x, t) => {
        const error = x - t
        return Math.abs(error) <= delta
          ? [error ** 2 / 2, error]
          : [delta * (Math.abs(error) - delta / 2), delta * Math.sign(error)]
      })
  }
}
