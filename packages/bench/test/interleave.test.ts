import { expect, test } from '@jest/globals'
import { interleave, type Limits, seededRandom } from '../src/index.js'

const names = ['a', 'b', 'c'] as const

/** Runs three jobs and returns the order of their runs after the warm-up. */
const play = async (limits: Limits, seed = 1) => {
  const order: string[] = []
  const shares: number[] = []
  let waiting = 0
  const job = (name: string) => ({
    // long enough to need no repetition
    run: async () => {
      waiting++
      await new Promise((resolve) => setTimeout(resolve, 6))
      order.push(name)
      return name
    },
    after: (made: unknown) => {
      expect(made).toBe(name)
      waiting--
    },
  })
  const { times, repeats } = await interleave(
    { a: job('a'), b: job('b'), c: job('c') },
    limits,
    seededRandom(seed),
    (share) => shares.push(share),
  )
  expect(repeats).toBe(1)
  expect(waiting).toBe(0)
  const counted = order.slice(-3 * times.a.length)
  return {
    times,
    shares,
    rounds: Array.from({ length: times.a.length }, (_, i) =>
      counted.slice(3 * i, 3 * i + 3).join(''),
    ),
  }
}

test('every job runs once in every round, in a new random order each time', async () => {
  const { times, rounds } = await play({ seconds: 1e-3, fewest: 12, most: 12 })
  expect(names.map((name) => times[name].length)).toEqual([12, 12, 12])
  expect(rounds.every((round) => round.split('').sort().join('') === 'abc')).toBe(true)
  expect(new Set(rounds).size).toBeGreaterThan(2)
})

test('the seed determines the order', async () => {
  const limits = { seconds: 1e-3, fewest: 8, most: 8 }
  const [first, again, other] = [await play(limits), await play(limits), await play(limits, 2)]
  expect(again.rounds).toEqual(first.rounds)
  expect(other.rounds).not.toEqual(first.rounds)
})

test('it stops when time is up, but not before the fewest rounds, nor later than the most', async () => {
  expect((await play({ seconds: 1e-6, fewest: 3, most: 50 })).rounds).toHaveLength(3)
  const { rounds, shares } = await play({ seconds: 100, fewest: 1, most: 4 })
  expect(rounds).toHaveLength(4)
  expect(shares).toEqual([0.25, 0.5, 0.75, 1])
}, 60_000)

test('short jobs are repeated within a round, and `after` follows each run', async () => {
  let [runs, afters] = [0, 0]
  const { times, repeats } = await interleave(
    { only: { run: () => ++runs, after: () => ++afters } },
    { seconds: 1e-3, fewest: 2, most: 2 },
    seededRandom(1),
  )
  expect(repeats).toBeGreaterThan(1)
  expect(times.only).toHaveLength(2)
  expect(afters).toBe(runs)
})

test('an error in a job is passed on', async () => {
  const broken = { run: () => Promise.reject(new Error('out of memory')) }
  await expect(
    interleave({ broken }, { seconds: 1, fewest: 1, most: 1 }, Math.random),
  ).rejects.toThrow('out of memory')
})
