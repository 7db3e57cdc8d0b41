import { describe, expect, test } from '@jest/globals'

import { trainingOrder } from '../src/training/train.js'

const settings = { images: 40, epochs: 2, batch: 8, seed: 3 }

describe('the order of the images', () => {
  test('is the same for the same seed, and different for another', () => {
    expect(trainingOrder(100, settings)).toEqual(trainingOrder(100, settings))
    expect(trainingOrder(100, settings)).not.toEqual(trainingOrder(100, { ...settings, seed: 4 }))
  })

  test('has the same images in every epoch, in another order', () => {
    const order = trainingOrder(100, settings)
    const [first, second] = [order.subarray(0, 40), order.subarray(40)]
    expect(new Set(first).size).toBe(40)
    expect(new Set(second)).toEqual(new Set(first))
    expect(second).not.toEqual(first)
  })
})
