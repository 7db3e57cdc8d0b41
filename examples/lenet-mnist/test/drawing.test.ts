import { describe, expect, test } from '@jest/globals'

import { architectureDot, drawArchitecture, type DrawnPlan } from '../src/drawing/architecture.js'
import { drawTrainingCurve, withRunningMean } from '../src/drawing/training-curve.js'

const position = (
  path: string,
  from: string,
  instance: string,
  trainable: number,
): DrawnPlan['positions'][number] => ({
  path,
  inputs: [from],
  shape: [4, null, 6],
  params: { trainable, nonTrainable: 2 * trainable },
  instance,
})

const plan: DrawnPlan = {
  inputs: [{ name: 'input', shape: [28, 28, 1] }],
  positions: [
    position('conv1', 'input', 'conv1', 500),
    position('pool1', 'conv1', 'pool1', 0),
    position('say "a\\b"', 'pool1', 'x', 0),
    position('pool2', 'say "a\\b"', 'pool1', 0),
  ],
  instances: [
    { id: 'conv1', positions: ['conv1'] },
    { id: 'pool1', positions: ['pool1', 'pool2'] },
    { id: 'x', positions: ['say "a\\b"'] },
  ],
}

describe('the architecture', () => {
  const dot = architectureDot(plan)
  const lineOf = (start: string) =>
    dot.split('\n').find((line) => line.trimStart().startsWith(start)) ?? ''
  const fillOf = (path: string) => /fillcolor="(#\w+)"/.exec(lineOf(`"${path}" [`))?.[1]

  test('gives positions that share a layer the same color, and all others another one', () => {
    expect(fillOf('pool1')).toBe(fillOf('pool2'))
    expect(fillOf('pool1')).not.toBe(fillOf('conv1'))
    expect(fillOf('conv1')).toBe(fillOf('say \\"a\\\\b\\"'))
  })

  test('shows paths, sizes and parameters', () => {
    expect(lineOf('"conv1" [')).toContain('label="conv1\\n4x?x6\\n1,500 parameters"')
    expect(lineOf('"input" [')).toContain('28x28x1')
  })

  test('draws the data flow as arrows and sharing as dashed lines', () => {
    expect(dot).toContain('"input" -> "conv1"')
    expect(lineOf('"pool1" -> "pool2"')).toContain('style=dashed')
  })

  test('becomes an SVG picture', async () => {
    const svg = await drawArchitecture(plan)
    expect(svg).toContain('<svg')
    expect(svg).toContain('1,500 parameters')
    expect(svg).toContain('say &quot;a\\b&quot;')
  })
})

describe('the training curve', () => {
  const steps = Array.from({ length: 1000 }, (_, index) => ({
    examples: 64 * (index + 1),
    loss: 2 / (index + 1),
    accuracy: index / 1000,
  }))

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

  test('becomes an SVG picture that names the result', async () => {
    const svg = await drawTrainingCurve(steps, 0.98125)
    expect(svg).toContain('<svg')
    expect(svg).toContain('98.13 % of the test digits right')
    expect(svg).toContain('Images seen')
  })
})
