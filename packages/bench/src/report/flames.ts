/** Times as flames: bars on bars, each as wide as the time that it and what it holds take. */
import type { Spec } from 'vega'
import { drawVega } from './vega.js'
import { milliseconds } from './words.js'

/** One bar at the tips: a position. */
export interface FlameBar {
  /** Its parts, joined by dots, are the bars below it. */
  readonly path: string
  /** Decides the color. */
  readonly kind: string
  /** Milliseconds. */
  readonly value: number
}

/** Flames with a title. */
export interface Flame {
  readonly title: string
  /** In the order from left to right. */
  readonly bars: readonly FlameBar[]
}

interface Bar {
  readonly id: string
  readonly parent: string | null
  readonly name: string
  /** Null for what only holds others. */
  readonly kind: string | null
  readonly value: number | null
  /** For tooltips and screen readers. */
  readonly says: string
}

/** No path is only a dot. */
const root = '.'

const above = (parts: readonly string[]): string => parts.slice(0, -1).join('.') || root

/** The bars of all levels, from the root, in the order of the positions. */
export const barsOf = (bars: readonly FlameBar[]): readonly Bar[] => {
  const found = new Map<string, Bar>()
  const within = (prefix: string) =>
    bars
      .filter(({ path }) => prefix === root || path.startsWith(`${prefix}.`))
      .reduce((sum, { value }) => sum + value, 0)
  const total = within(root)
  const says = (name: string, value: number) =>
    `${name}: ${milliseconds(value)} ms, ${((100 * value) / total).toFixed(1)} %`
  found.set(root, {
    id: root,
    parent: null,
    name: 'net',
    kind: null,
    value: null,
    says: says('net', total),
  })
  for (const { path, kind, value } of bars) {
    const parts = path.split('.')
    for (let depth = 1; depth < parts.length; depth++) {
      const id = parts.slice(0, depth).join('.')
      if (found.has(id)) continue
      const [parent, name] = [above(parts.slice(0, depth)), parts[depth - 1] ?? '']
      found.set(id, { id, parent, name, kind: null, value: null, says: says(id, within(id)) })
    }
    const [parent, name] = [above(parts), parts.at(-1) ?? '']
    // a part and a position never share a path
    found.set(path, { id: path, parent, name, kind, value, says: says(path, value) })
  }
  return [...found.values()]
}

const size = { width: 1000, bar: 22, title: 26, gap: 18, legend: 130 } as const

/** Draws flames one below the other. */
export const drawFlames = (flames: readonly Flame[]): Promise<string> => drawVega(specOf(flames))

const specOf = (flames: readonly Flame[]): Spec => {
  const charts = flames.map(({ title, bars }) => {
    const levels = barsOf(bars)
    const depth = 1 + Math.max(...bars.map(({ path }) => path.split('.').length))
    return { title, levels, height: depth * size.bar }
  })
  const kinds = [...new Set(flames.flatMap(({ bars }) => bars.map(({ kind }) => kind)))]
  const tops = charts.map((_, i) =>
    charts
      .slice(0, i)
      .reduce<number>((y, { height }) => y + height + size.title + size.gap, size.title),
  )
  const last = charts.length - 1
  return {
    $schema: 'https://vega.github.io/schema/vega/v6.json',
    background: 'white',
    padding: 8,
    width: size.width,
    height: Math.max(0, (tops[last] ?? 0) + (charts[last]?.height ?? 0)),
    data: charts.map(({ levels, height }, i) => ({
      name: `bars${i}`,
      values: levels.map((bar) => ({ ...bar })),
      transform: [
        { type: 'stratify', key: 'id', parentKey: 'parent' },
        { type: 'partition', field: 'value', size: [size.width, height] },
      ],
    })),
    scales: [{ name: 'color', type: 'ordinal', domain: kinds, range: { scheme: 'pastel1' } }],
    legends: [{ fill: 'color', title: 'kind', orient: 'right', symbolType: 'square' }],
    marks: charts.flatMap(({ title }, i) => [
      {
        type: 'group',
        encode: { enter: { y: { value: tops[i] ?? 0 }, width: { value: size.width } } },
        marks: [
          {
            type: 'text',
            encode: {
              enter: { y: { value: -8 }, text: { value: title }, fontWeight: { value: 'bold' } },
            },
          },
          {
            type: 'rect',
            from: { data: `bars${i}` },
            encode: {
              enter: {
                x: { field: 'x0' },
                x2: { field: 'x1' },
                y: { field: 'y0' },
                y2: { field: 'y1' },
                fill: [
                  { test: 'datum.kind === null', value: '#dddddd' },
                  { scale: 'color', field: 'kind' },
                ],
                stroke: { value: 'white' },
                description: { field: 'says' },
                tooltip: { field: 'says' },
              },
            },
          },
          {
            type: 'text',
            from: { data: `bars${i}` },
            encode: {
              enter: {
                x: { signal: '(datum.x0 + datum.x1) / 2' },
                y: { signal: '(datum.y0 + datum.y1) / 2' },
                align: { value: 'center' },
                baseline: { value: 'middle' },
                fontSize: { value: 11 },
                // a label that would be cut is left out
                text: { signal: 'datum.x1 - datum.x0 < 7 * length(datum.name) ? "" : datum.name' },
                aria: { value: false },
              },
            },
          },
        ],
      },
    ]),
  }
}
