import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { pairedRatio, quantile, seededRandom, shuffled, summarize } from '../src/index.js'

/** Normally distributed numbers (Box and Muller). */
const normal = (random: () => number) => () =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

describe('quantiles', () => {
  test("are those of R's quantile(), type 7", () => {
    const values = [1, 2, 3, 4]
    expect([0, 0.25, 0.5, 0.75, 1].map((share) => quantile(values, share))).toEqual([
      1, 1.75, 2.5, 3.25, 4,
    ])
    expect(quantile([5], 0.3)).toBe(5)
    expect(() => quantile([], 0.5)).toThrow(RangeError)
  })

  test('sort numbers as numbers, and leave the list alone', () => {
    const times = [100, 9, 30]
    expect(summarize(times)).toEqual({ median: 30, quartiles: [19.5, 65], runs: 3 })
    expect(times).toEqual([100, 9, 30])
  })
})

describe('the ratio of pairs', () => {
  test('of equal times is exactly 1', () => {
    expect(pairedRatio([3, 5, 4], [3, 5, 4], seededRandom(1))).toEqual({
      ratio: 1,
      interval: [1, 1],
    })
  })

  test('is exact if all rounds have the same ratio, however much the rounds drift', () => {
    const others = Array.from({ length: 20 }, (_, i) => 1 + i ** 2)
    const {
      ratio,
      interval: [low, high],
    } = pairedRatio(
      others.map((t) => 1.1 * t),
      others,
      seededRandom(1),
    )
    for (const value of [ratio, low, high]) expect(value).toBeCloseTo(1.1, 12)
  })

  test('does not change if something else slows down one round', () => {
    const others = Array.from({ length: 25 }, () => 10)
    const {
      ratio,
      interval: [, high],
    } = pairedRatio(
      others.map((t, i) => (i === 7 ? 100 * t : t)),
      others,
      seededRandom(1),
    )
    expect(ratio).toBe(1)
    expect(high).toBe(1)
  })

  test('is the reciprocal of its reverse', () => {
    const random = normal(seededRandom(5))
    const [a, b] = [0, 1].map(() => Array.from({ length: 31 }, () => Math.exp(0.1 * random())))
    const there = pairedRatio(a!, b!, seededRandom(9))
    const back = pairedRatio(b!, a!, seededRandom(9))
    expect(back.ratio).toBeCloseTo(1 / there.ratio, 12)
    expect(back.interval[0]).toBeCloseTo(1 / there.interval[1], 1)
  })

  // for large n, the standard error of the median of n normal numbers is sqrt(pi / 2) times that of
  // their mean
  test('has an interval as wide as theory predicts, which holds the truth as often as it should', () => {
    const [n, noise, truth, experiments] = [41, 0.05, 1.3, 60]
    const random = seededRandom(3)
    const draw = normal(random)
    const intervals = Array.from({ length: experiments }, () => {
      const others = Array.from({ length: n }, () => 1 + random())
      return pairedRatio(
        others.map((t) => t * truth * Math.exp(noise * draw())),
        others,
        random,
      ).interval
    })
    const share =
      intervals.filter(([low, high]) => low <= truth && truth <= high).length / experiments
    expect(share).toBeGreaterThan(0.86)
    expect(share).toBeLessThan(1)
    const width =
      intervals.reduce((sum, [low, high]) => sum + Math.log(high / low), 0) / experiments
    const expected = (2 * 1.96 * Math.sqrt(Math.PI / 2) * noise) / Math.sqrt(n)
    expect(width / expected).toBeGreaterThan(0.8)
    expect(width / expected).toBeLessThan(1.2)
  })

  test('needs pairs', () => {
    expect(() => pairedRatio([1], [1, 2], Math.random)).toThrow('cannot pair 1 times with 2')
    expect(() => pairedRatio([], [], Math.random)).toThrow(RangeError)
  })
})

describe('for any times', () => {
  const times = fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), {
    minLength: 1,
    maxLength: 30,
  })

  test('quantiles grow with their share, from the smallest number to the largest', () => {
    fc.assert(
      fc.property(times, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const sorted = [...values].sort((a, b) => a - b)
        expect(quantile(sorted, 0)).toBe(sorted[0])
        expect(quantile(sorted, 1)).toBe(sorted.at(-1))
        // at least this share of the numbers is no larger, give or take one
        const below = sorted.filter((value) => value <= quantile(sorted, share)).length
        expect(below).toBeGreaterThanOrEqual(Math.floor(share * (sorted.length - 1)) + 1)
        expect(quantile(sorted, share)).toBeLessThanOrEqual(
          quantile(sorted, Math.min(1, share + 0.1)),
        )
      }),
    )
  })

  test('a summary does not depend on their order, and grows with their unit', () => {
    fc.assert(
      fc.property(times, fc.integer(), (values, seed) => {
        const one = summarize(values)
        expect(summarize(shuffled(values, seededRandom(seed)))).toEqual(one)
        expect(summarize(values.map((value) => 4 * value))).toEqual({
          median: 4 * one.median,
          quartiles: one.quartiles.map((value) => 4 * value),
          runs: values.length,
        })
      }),
    )
  })

  test('a ratio lies in its interval, and its interval within the ratios of the rounds', () => {
    const rounds = fc.array(
      fc.tuple(
        fc.double({ min: 0.1, max: 100, noNaN: true }),
        fc.double({ min: 0.1, max: 100, noNaN: true }),
      ),
      { minLength: 1, maxLength: 15 },
    )
    fc.assert(
      fc.property(rounds, (pairs) => {
        const all = pairs.map(([a, b]) => a / b)
        const {
          ratio,
          interval: [low, high],
        } = pairedRatio(
          pairs.map(([a]) => a),
          pairs.map(([, b]) => b),
          seededRandom(1),
        )
        const least = Math.min(...all) * (1 - 1e-12)
        const most = Math.max(...all) * (1 + 1e-12)
        expect(least <= low && low <= ratio && ratio <= high && high <= most).toBe(true)
      }),
      { numRuns: 30 },
    )
  })
})

test('a shuffle keeps every item, and any order can come out', () => {
  const random = seededRandom(7)
  const orders = new Set(
    Array.from({ length: 200 }, () => shuffled('abc'.split(''), random).join('')),
  )
  expect([...orders].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba'])
})
