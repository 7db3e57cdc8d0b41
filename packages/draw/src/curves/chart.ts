// Panels as SVG. Each line has its name where it ends; the key says what dashes and pale lines are.
import type { ScaleLinear } from 'd3-scale'
import { columns, legible } from '../base/legible.js'
import { type Markup, element, tidy } from '../base/xml.js'
import { page } from '../image/page.js'
import { chartStyle } from '../image/style.js'
import { type } from '../picture/size.js'
import type { Line, Panel, Point, Split } from './series.js'

type Scale = (
  domain: readonly [number, number],
  range: readonly [number, number],
) => ScaleLinear<number, number>

const panel = { width: 360, height: 220, left: 56, bottom: 44, top: 30 } as const
const margin = 20
const titleHeight = 30
const keyHeight = 22
/** Closer labels would cover each other. */
const labelHeight = 14
const MOST_LETTERS = 28
const colors = 6

const wide = (text: string): number => columns(text) * type.letter * type.box
const finite = ({ y }: Point): boolean => Number.isFinite(y)

/** The same heights in their order, so far from each other that labels do not cover each other. */
export const apart = (heights: readonly number[]): readonly number[] => {
  const placed: number[] = []
  let last = -Infinity
  for (const { at, i } of heights.map((at, i) => ({ at, i })).sort((a, b) => a.at - b.at)) {
    last = Math.max(at, last + labelHeight)
    placed[i] = last
  }
  return placed
}

const last = ({ points, mean }: Line): Point | undefined => (mean ?? points).findLast(finite)
const valueOf = (value: number): string => String(Number(value.toPrecision(4)))
/** What a line is called at its end. */
const labelOf = (line: Line, isAlone: boolean): string =>
  [
    ...(isAlone ? [] : [legible(line.name, MOST_LETTERS)]),
    ...(line.split === 'training' && !isAlone ? [] : [line.split]),
    valueOf(last(line)?.y ?? NaN),
  ].join(' ')

/** Losses begin at 0, and what lies between 0 and 1 has all of it. */
const domainOf = (lines: readonly Line[]): readonly [number, number] => {
  const values = lines.flatMap(({ points }) => points.filter(finite).map(({ y }) => y))
  const [low, high] = values.reduce(
    ([least, most], y) => [Math.min(least, y), Math.max(most, y)],
    [Infinity, -Infinity],
  )
  if (low > high) return [0, 1]
  if (low < 0) return [low, high]
  return [0, high <= 1 && high > 0.5 ? 1 : high === 0 ? 1 : high]
}

/** A path with a gap where a value is not finite. */
const pathOf = (points: readonly Point[], x: (n: number) => number, y: (n: number) => number) =>
  points
    .map((point, i) => {
      if (!finite(point)) return ''
      const isStart = i === 0 || !finite(points[i - 1] ?? point)
      return `${isStart ? 'M' : 'L'}${tidy(x(point.x))} ${tidy(y(point.y))}`
    })
    .join('')

const text = (kind: string, x: number, y: number, words: string, anchor = 'start'): Markup =>
  element('text', { class: `ls-${kind}`, x, y, 'text-anchor': anchor }, words)

const stroke = ({ run }: Line): string => `ls-run${run % colors}`

const drawn = (
  { measure, lines }: Panel,
  bottom: string,
  isAlone: boolean,
  scale: Scale,
  at: Point,
) => {
  const xs = lines.flatMap(({ points }) => points.map(({ x }) => x))
  const [first, end] = xs.reduce(
    ([least, most], x) => [Math.min(least, x), Math.max(most, x)],
    [Infinity, -Infinity],
  )
  const [left, right] = [at.x + panel.left, at.x + panel.left + panel.width]
  const [top, base] = [at.y + panel.top, at.y + panel.top + panel.height]
  const x = scale(first < end ? [first, end] : [first - 1, end + 1], [left, right])
  const y = scale(domainOf(lines), [base, top]).nice(5)
  const [xFormat, yFormat] = [x.tickFormat(6, ',d'), y.tickFormat(5)]
  const whole = x.ticks(6).filter((tick) => Number.isInteger(tick))
  const ends = lines.flatMap((line) => {
    const point = last(line)
    return point === undefined ? [] : [{ line, height: y(point.y) }]
  })
  const heights = apart(ends.map(({ height }) => height))
  const name = legible(measure, MOST_LETTERS)
  const words = ends.map(({ line }) => labelOf(line, isAlone))
  return element(
    'g',
    { role: 'graphics-object group', 'aria-label': `${name}: ${words.join(', ')}` },
    text('title', left, at.y + 16, name),
    y
      .ticks(5)
      .map((tick) => [
        element('path', { class: 'ls-grid', d: `M${tidy(left)} ${tidy(y(tick))}H${tidy(right)}` }),
        text('label', left - 8, y(tick) + 4, yFormat(tick), 'end'),
      ]),
    whole.map((tick) => text('label', x(tick), base + 18, xFormat(tick), 'middle')),
    text('label', (left + right) / 2, base + 36, bottom, 'middle'),
    lines.map((line) => {
      const d = pathOf(line.points, x, y)
      const main = `ls-line ls-${line.split} ${stroke(line)}`
      return line.mean === null
        ? element('path', { class: main, d })
        : [
            element('path', { class: `${main} ls-pale`, d }),
            element('path', { class: main, d: pathOf(line.mean, x, y) }),
          ]
    }),
    ends.map(({ line }, i) =>
      text(`end ${stroke(line)}-text`, right + 8, (heights[i] ?? 0) + 4, words[i] ?? ''),
    ),
  )
}

const splitWords: Readonly<Record<Split, string>> = {
  training: 'training',
  validation: 'validation',
  test: 'test, measured once',
}

interface Key {
  readonly looks: string
  readonly words: string
}
/** What the looks of lines mean; nothing where there is only one. */
const keyOf = (panels: readonly Panel[]): readonly Key[] => {
  const lines = panels.flatMap(({ lines: all }) => all)
  const splits = [...new Set(lines.map(({ split }) => split))]
  const hasMeans = lines.some(({ mean }) => mean !== null)
  return [
    ...(splits.length > 1
      ? splits.map((split) => ({ looks: `ls-${split}`, words: splitWords[split] }))
      : []),
    ...(hasMeans
      ? [
          { looks: 'ls-pale', words: 'single values' },
          { looks: '', words: 'running mean' },
        ]
      : []),
  ]
}

export const chartOf = (
  panels: readonly Panel[],
  title: string,
  bottom: string,
  scale: Scale,
): string => {
  const runs = new Set(panels.flatMap(({ lines }) => lines.map(({ run }) => run)))
  const isAlone = runs.size < 2
  const labels = panels.flatMap(({ lines }) => lines.map((line) => wide(labelOf(line, isAlone))))
  const step = {
    x: panel.left + panel.width + 8 + Math.max(0, ...labels) + margin,
    y: panel.top + panel.height + panel.bottom,
  }
  const across = panels.length > 1 ? 2 : 1
  const rows = Math.ceil(panels.length / across)
  const top = margin + (title === '' ? 0 : titleHeight)
  const key = keyOf(panels)
  const name = legible(title, 256)
  const keyWidth = key.reduce((sum, { words }) => sum + 62 + wide(words), 0)
  const width = Math.ceil(
    2 * margin + Math.max(across * step.x - margin, columns(name) * 15 * type.letter, keyWidth),
  )
  const manyRows = key.length > 0 ? keyHeight : 0
  const height = Math.ceil(top + rows * step.y + manyRows + margin)
  let left = margin
  const label = name === '' ? 'Training curves' : name
  return page(
    { width, height, style: chartStyle, label, about: [element('title', {}, label)] },
    name === '' ? [] : [text('title', margin, margin + 13, name)],
    panels.map((one, i) => {
      const at = {
        x: margin + (i % across) * step.x,
        y: top + Math.floor(i / across) * step.y,
      }
      return drawn(one, bottom, isAlone, scale, at)
    }),
    element(
      'g',
      { class: 'ls-key', 'aria-hidden': 'true' },
      key.map(({ looks, words }) => {
        const [x, y] = [left, top + rows * step.y + 14]
        left += 62 + wide(words)
        return [
          element('path', { class: `ls-line ls-ink ${looks}`.trim(), d: `M${x} ${y - 4}h30` }),
          text('label', x + 38, y, words),
        ]
      }),
    ),
  )
}
