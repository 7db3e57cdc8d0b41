import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { seededRandom } from '../src/index.js'
import { fastestOf, tooLong } from '../src/run/cell.js'

const times = (values: Readonly<Record<string, readonly number[]>>) =>
  new Map(Object.entries(values))
const noisy = (center: number, n = 21) =>
  Array.from({ length: n }, (_, i) => center * (1 + 0.1 * Math.sin(i * i)))

describe('the fastest', () => {
  test('is named if it beats each of the others', () => {
    const [a, b, c] = [noisy(1), noisy(2), noisy(3)]
    expect(fastestOf(times({ c, a, b }), seededRandom(1))).toBe('a')
  })

  test('is not named while intervals overlap, even with one of them only', () => {
    // ten rounds each way: the median of the ratios may be on either side
    const even = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 1 : 1.2))
    const odd = even.map((time) => 2.2 - time)
    expect(fastestOf(times({ even, odd }), seededRandom(1))).toBeNull()
    expect(fastestOf(times({ even, odd, slow: noisy(9, 20) }), seededRandom(1))).toBeNull()
  })

  test('is nobody if there is only one, or all are equal', () => {
    expect(fastestOf(times({ a: [1, 2] }), seededRandom(1))).toBeNull()
    expect(fastestOf(times({}), seededRandom(1))).toBeNull()
    expect(fastestOf(times({ a: [1, 2], b: [1, 2] }), seededRandom(1))).toBeNull()
  })

  test('is not named for noise alone in more than a few of a hundred experiments', () => {
    const random = seededRandom(11)
    let named = 0
    for (let i = 0; i < 200; i++) {
      const draw = () => Array.from({ length: 25 }, () => 1 + random())
      if (fastestOf(times({ a: draw(), b: draw() }), random) !== null) named++
    }
    expect(named).toBeLessThan(20)
  })

  test('has the lowest median', () => {
    const list = fc.array(fc.double({ min: 1, max: 9, noNaN: true }), {
      minLength: 9,
      maxLength: 9,
    })
    fc.assert(
      fc.property(fc.array(list, { minLength: 2, maxLength: 4 }), (lists) => {
        const named = times(Object.fromEntries(lists.map((one, i) => [`c${i}`, one])))
        const fastest = fastestOf(named, seededRandom(1))
        if (fastest === null) return
        const median = (of: readonly number[]) => [...of].sort((a, b) => a - b)[4]!
        const all = [...named.values()].map(median)
        expect(median(named.get(fastest)!)).toBe(Math.min(...all))
      }),
      { numRuns: 40 },
    )
  })
})

test('a cell that would take too long is left out with the reason', () => {
  const contestants = [0, 1, 2].map(() => ({ probe: { forward: 1000, train: 4000 } }))
  const why = (mode: 'build' | 'forward' | 'train', batch: number | null, seconds: number) =>
    tooLong({ mode, batch }, contestants, { seconds })
  expect(why('forward', 2, 10)).toBeNull()
  expect(why('train', 32, 10)).toBe(
    'one run takes up to 64.0 s, 7 rounds and their warm-up 1728 s; 10 s per measurement allow 60 s',
  )
  expect(why('build', null, 0.001)).toBeNull()
})
