/** Statistics of a list of times, and of two lists that were measured together. */

import type { Random } from '../base/random.js'

/** A list of times. */
export interface Summary {
  /** In the unit of the times. */
  readonly median: number
  /** First and third quartile. */
  readonly quartiles: readonly [number, number]
  /** How many times there are. */
  readonly runs: number
}

/** A ratio with its 95 % interval. */
export interface Ratio {
  /** How many times as long. */
  readonly ratio: number
  /** It holds the true ratio in 95 of 100 experiments. */
  readonly interval: readonly [number, number]
}

/**
 * A quantile of sorted numbers, interpolated between neighbors (Hyndman and Fan's type 7, as in R
 * and NumPy).
 * @param share from 0, the smallest number, to 1, the largest
 * @throws RangeError for an empty list
 * @example
 * import { quantile } from '@layersmith/bench'
 * quantile([1, 2, 3, 4], 0.25) // 1.75
 */
export const quantile = (sorted: ArrayLike<number>, share: number): number => {
  if (sorted.length === 0) throw new RangeError('an empty list has no quantiles')
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? NaN
  const above = sorted[Math.ceil(place)] ?? NaN
  return below + (above - below) * (place - Math.floor(place))
}

const inOrder = (values: readonly number[]): Float64Array => Float64Array.from(values).sort()

/**
 * The median and the quartiles of times in any order.
 * @throws RangeError for an empty list
 * @example
 * import { summarize } from '@layersmith/bench'
 * summarize([100, 9, 30]) // {"median":30,"quartiles":[19.5,65],"runs":3}
 */
export const summarize = (values: readonly number[]): Summary => {
  const sorted = inOrder(values)
  return {
    median: quantile(sorted, 0.5),
    quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.75)],
    runs: values.length,
  }
}

/** How often the rounds are resampled. */
const resamples = 2000

/**
 * How many times as long as `others` the `times` are, compared round by round: e to the median of
 * the rounds' log ratios, which one slow round does not change. The interval is a percentile
 * bootstrap (Efron and Tibshirani 1993, chapter 13): it resamples the rounds with replacement and
 * takes the middle 95 % of the resulting medians.
 * @throws RangeError unless both lists have the same length, which is not 0
 * @example
 * import { pairedRatio, seededRandom } from '@layersmith/bench'
 * pairedRatio([2, 4, 6], [1, 2, 3], seededRandom(1)) // {"ratio":2,"interval":[2,2]}
 */
export const pairedRatio = (
  times: readonly number[],
  others: readonly number[],
  random: Random,
): Ratio => {
  if (times.length !== others.length || times.length === 0)
    throw new RangeError(`cannot pair ${times.length} times with ${others.length}`)
  const logs = inOrder(times.map((time, i) => Math.log(time / (others[i] ?? NaN))))
  const medians = inOrder(Array.from({ length: resamples }, () => medianDrawn(logs, random)))
  return {
    ratio: Math.exp(quantile(logs, 0.5)),
    interval: [Math.exp(quantile(medians, 0.025)), Math.exp(quantile(medians, 0.975))],
  }
}

/**
 * Draws as many numbers, with replacement, from sorted ones, and returns their median: counting how
 * often each number was drawn is enough to find it.
 */
const medianDrawn = (sorted: Float64Array, random: Random): number => {
  const count = sorted.length
  const drawn = new Uint32Array(count)
  for (let i = 0; i < count; i++) {
    const at = Math.floor(random() * count)
    drawn[at] = (drawn[at] ?? 0) + 1
  }
  const [lower, upper] = [Math.floor((count - 1) / 2), Math.ceil((count - 1) / 2)]
  let [seen, low] = [0, NaN]
  for (const [i, value] of sorted.entries()) {
    seen += drawn[i] ?? 0
    if (Number.isNaN(low) && seen > lower) low = value
    if (seen > upper) return (low + value) / 2
  }
  return NaN
}
