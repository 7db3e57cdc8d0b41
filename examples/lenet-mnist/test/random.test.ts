import { describe, expect, test } from '@jest/globals'

import { seededRandom, shuffledIndices } from '../src/data/random.js'
import { trainingOrder } from '../src/training/train.js'

const settings = { images: 40, epochs: 2, batch: 8, seed: 3 }

describe('the order of the images', () => {
  test('a shuffle keeps every index once', () => {
    const order = shuffledIndices(1000, seededRandom(1))
    expect(new Set(order).size).toBe(1000)
    expect(Math.max(...order)).toBe(999)
    expect(Array.from(order)).not.toEqual(Array.from(order).sort((a, b) => a - b))
  })

  test('is the same for the same seed, and another for another', () => {
    expect(trainingOrder(100, settings)).toEqual(trainingOrder(100, settings))
    expect(trainingOrder(100, settings)).not.toEqual(trainingOrder(100, { ...settings, seed: 4 }))
  })

  test('every epoch has the same images in another order', () => {
    const order = trainingOrder(100, settings)
    const [first, second] = [order.subarray(0, 40), order.subarray(40)]
    expect(new Set(first).size).toBe(40)
    expect(new Set(second)).toEqual(new Set(first))
    expect(second).not.toEqual(first)
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
})
