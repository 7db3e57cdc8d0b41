import { expect, test } from '@jest/globals'

import { drawTrainingCurve } from '../src/drawing/training-curve.js'

const steps = Array.from({ length: 1000 }, (_, index) => ({
  examples: 64 * (index + 1),
  loss: 2 / (index + 1),
  accuracy: index / 1000,
}))

test('the training curve has the loss, the accuracy and the test of each net', async () => {
  const svg = await drawTrainingCurve({
    title: 'Two nets',
    unit: 'Pairs',
    curves: [
      { name: 'signed', steps, testAccuracy: 0.5 },
      { name: 'squared', steps, testAccuracy: 0.51 },
    ],
  })
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text)
  const labels = ['signed test 0.5', 'squared test 0.51', 'loss', 'accuracy']
  expect(texts).toEqual(expect.arrayContaining(['Two nets', ...labels]))
  expect(texts.filter((text) => text === 'Pairs seen').length).toBe(2)
  expect(texts.filter((text) => text === 'running mean').length).toBe(1)
})
