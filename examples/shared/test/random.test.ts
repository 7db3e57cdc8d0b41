import { expect, test } from '@jest/globals'

import { seededRandom, shuffledIndices } from '../src/data/random.js'

test('a shuffle keeps every index once', () => {
  const order = shuffledIndices(1000, seededRandom(1))
  expect(new Set(order).size).toBe(1000)
  expect(Math.max(...order)).toBe(999)
  expect(Array.from(order)).not.toEqual(Array.from(order).sort((a, b) => a - b))
})

test('random numbers lie in [0, 1) and are spread evenly', () => {
  const random = seededRandom(7)
  const tenths = new Array<number>(10).fill(0)
  for (let count = 0; count < 10_000; count++) {
    const tenth = Math.floor(10 * random())
    tenths[tenth] = (tenths[tenth] ?? NaN) + 1
  }
  for (const count of tenths) {
    expect(count).toBeGreaterThan(900)
    expect(count).toBeLessThan(1100)
  }
})
