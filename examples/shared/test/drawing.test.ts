import { describe, expect, test } from '@jest/globals'

import { apart, drawTrainingCurve, withRunningMean } from '../src/drawing/training-curve.js'

const steps = Array.from({ length: 1000 }, (_, index) => ({
  examples: 64 * (index + 1),
  loss: 2 / (index + 1),
  accuracy: index / 1000,
}))
const one = {
  title: 'LeNet on MNIST: 98.13 % of the test digits right',
  unit: 'Images',
  curves: [{ name: 'LeNet', steps, testAccuracy: 0.98125 }],
}
const two = {
  title: 'Two nets',
  unit: 'Pairs',
  curves: [
    { name: 'signed', steps, testAccuracy: 0.5 },
    { name: 'squared', steps, testAccuracy: 0.51 },
  ],
}

interface Placed {
  readonly tag: string
  readonly attributes: string
  readonly text: string
  readonly x: number
  readonly y: number
}

/** The parts of an SVG picture, each with its place on the page. */
function partsOf(svg: string): readonly Placed[] {
  const parts: Placed[] = []
  const places = [{ x: 0, y: 0 }]
  for (const [, tag = '', attributes = '', text = ''] of svg.matchAll(
    /<(\/?\w+)((?:"[^"]*"|[^">])*)>([^<]*)/g,
  )) {
    if (tag === '/g') {
      places.pop()
      continue
    }
    const [, x = 0, y = 0] = /translate\(([-\d.e]+),([-\d.e]+)\)/.exec(attributes) ?? []
    const last = places.at(-1) ?? { x: 0, y: 0 }
    const place = { x: last.x + Number(x), y: last.y + Number(y) }
    if (tag === 'g' && !attributes.endsWith('/')) places.push(place)
    parts.push({ tag, attributes, text, ...place })
  }
  return parts
}

const textsOf = (svg: string) => partsOf(svg).filter(({ tag }) => tag === 'text')
/** The dashed lines, which stand for accuracies in the test. */
const dashedOf = (svg: string) =>
  partsOf(svg).filter(({ attributes }) => attributes.includes('stroke-dasharray="6,4"'))

describe('the training curve', () => {
  test('keeps the range and the mean when it thins out the points', () => {
    const points = withRunningMean(steps)
    expect(points.length).toBeLessThanOrEqual(400)
    expect(points.at(-1)?.examples).toBe(64_000)
    const mean =
      points.slice(0, -1).reduce((sum, point) => sum + point.accuracy, 0) / (points.length - 1)
    expect(mean).toBeCloseTo(0.5, 1)
  })

  test('keeps every step if there are only a few', () => {
    expect(withRunningMean(steps.slice(0, 3)).map((point) => point.loss)).toEqual([2, 1, 2 / 3])
  })

  test.each([one, two])('says what its lines mean, once: $title', async (drawing) => {
    const svg = await drawTrainingCurve(drawing)
    const texts = textsOf(svg).map(({ text }) => text)
    const count = (wanted: string) => texts.filter((text) => text === wanted).length
    expect(count('single steps')).toBe(1)
    expect(count('running mean')).toBe(1)
    // one net needs no name
    for (const { name } of drawing.curves)
      expect(count(name)).toBe(drawing.curves.length > 1 ? 1 : 0)
    expect(count(drawing.title)).toBe(1)
    expect(count(`${drawing.unit} seen`)).toBe(2)
  })

  test('has the accuracy in the test right behind its line, on the page', async () => {
    const svg = await drawTrainingCurve(one)
    const [label] = textsOf(svg).filter(({ text }) => text === 'test 98.13 %')
    const [line] = dashedOf(svg)
    // the label's baseline is below its middle
    expect(Math.abs(label!.y - line!.y)).toBeLessThan(5)
    // the line goes from its right end to the left
    expect(line!.attributes).toMatch(/ x2="-\d+" y2="0"/)
    const gap = label!.x - line!.x
    expect(gap).toBeGreaterThanOrEqual(0)
    expect(gap).toBeLessThan(10)
  })

  test.each([one, two])('keeps all texts on the page, in any font: $title', async (drawing) => {
    const svg = await drawTrainingCurve(drawing)
    const [, width = 0] = /<svg[^>]* width="([\d.]+)"/.exec(svg) ?? []
    for (const { text, x, attributes } of textsOf(svg)) {
      if (!attributes.includes('text-anchor="start"')) continue
      const [, size = 0] = /font-size="([\d.]+)px"/.exec(attributes) ?? []
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x + 0.6 * Number(size) * text.length).toBeLessThanOrEqual(Number(width))
    }
  })

  test('keeps labels of close lines apart, in their order', async () => {
    expect(apart([50, 52, 10])).toEqual([50, 64, 10])
    const texts = textsOf(await drawTrainingCurve(two))
    const y = (wanted: string) => texts.find(({ text }) => text === wanted)!.y
    expect(y('test 50.00 %') - y('test 51.00 %')).toBeCloseTo(14)
  })
})
