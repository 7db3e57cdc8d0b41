import { describe, expect, test } from '@jest/globals'

import { architectureDot, drawArchitecture, type DrawnPlan } from '../src/drawing/architecture.js'

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

  test('keeps all texts on the page and in their boxes, in any font', async () => {
    const svg = await drawArchitecture(plan)
    const [, width = 0] = /viewBox="0.00 0.00 ([\d.]+)/.exec(svg) ?? []
    const [, left = 0] = /translate\(([\d.]+) /.exec(svg) ?? []
    const texts = [...svg.matchAll(/ x="([-\d.]+)"[^>]*font-size="([\d.]+)"[^>]*>([^<]*)/g)]
    expect(texts.map(([, , , text]) => text)).toContain(
      'other colors: one layer, several positions',
    )
    for (const [, x, size, text = ''] of texts) {
      // no font without serifs needs more, on average
      const half = (0.6 * Number(size) * text.trim().length) / 2
      expect(Number(left) + Number(x) - half).toBeGreaterThanOrEqual(0)
      expect(Number(left) + Number(x) + half).toBeLessThanOrEqual(Number(width))
    }
    expect(svg).not.toContain('Courier')
  })
})
