// The parts of a picture as SVG: layers, boxes, arrows and the key.
import { type Markup, element, tidy } from '../base/xml.js'
import type { Point, Rect, Route } from '../layout/layout.js'
import type { Box, PictureNode } from '../picture/picture.js'
import { lines } from '../picture/size.js'
import { type Look, boxSentence, boxTitle, linesOf, looksOf, sentenceOf } from '../picture/words.js'

const at = ({ x, y }: Point): string => `${tidy(x)} ${tidy(y)}`

const frame = ({ x, y, width, height }: Rect, radius: number, inset = 0): Markup =>
  element('rect', {
    x: x + inset,
    y: y + inset,
    width: width - 2 * inset,
    height: height - 2 * inset,
    rx: radius - inset,
  })

/** A padlock, 8 by 9 pixels, whose top right corner is here. */
const padlock = ({ x, y }: Point): Markup =>
  element('path', {
    d: `M${tidy(x - 8)} ${tidy(y + 4)}h8v5h-8zm2 0v-1.5a2 2 0 0 1 4 0v1.5`,
  })

/** The rectangle of a layer with the marks of its looks. */
const framed = (rect: Rect, looks: readonly Look[]): readonly Markup[] => [
  frame(rect, looks.includes('input') ? Math.min(rect.height / 2, 14) : 4),
  ...(looks.includes('tied') ? [frame(rect, 4, 2.5)] : []),
  ...(looks.includes('frozen') ? [padlock({ x: rect.x + rect.width - 6, y: rect.y + 5 })] : []),
]
const classes = (looks: readonly Look[]): string => looks.map((look) => `ls-${look}`).join(' ')

export const layer = (node: PictureNode, rect: Rect): Markup => {
  const [name, ...details] = linesOf(node)
  const looks = looksOf(node)
  const x = rect.x + rect.width / 2
  const first = rect.y + lines.above + lines.first - 4
  return element(
    'g',
    {
      class: `ls-layer ${classes(looks)}`,
      'data-id': node.id,
      role: 'graphics-symbol img',
      'aria-label': sentenceOf(node),
    },
    element('title', {}, sentenceOf(node)),
    framed(rect, looks),
    element('text', { class: 'ls-name', x, y: first }, name),
    details.map((line, i) =>
      element('text', { class: 'ls-detail', x, y: first + lines.other * (i + 1) }, line),
    ),
  )
}

/** A box and what is in it. */
export const boxed = (box: Box, rect: Rect, children: readonly Markup[]): Markup =>
  element(
    'g',
    {
      class: 'ls-box',
      'data-id': box.id,
      role: 'graphics-object group',
      'aria-label': boxSentence(box),
    },
    element('title', {}, boxSentence(box)),
    frame(rect, 8),
    element('text', { class: 'ls-label', x: rect.x + 8, y: rect.y + 15 }, boxTitle(box)),
    children,
  )

/** A curve through these points. */
const pathOf = ([start, ...others]: readonly Point[]): string =>
  start === undefined
    ? ''
    : `M${at(start)}` + others.map((point, i) => `${i % 3 === 0 ? 'C' : ' '}${at(point)}`).join('')

const tipLength = 7
/** The arrowhead at the end of a curve. */
const tip = (curve: readonly Point[]): Markup => {
  const end = curve.at(-1) ?? { x: 0, y: 0 }
  // where the curve comes from: control points may lie at its end
  const from = curve.findLast(({ x, y }) => Math.hypot(x - end.x, y - end.y) > 1) ?? end
  const angle = Math.atan2(end.y - from.y, end.x - from.x)
  const corner = (side: number): Point => ({
    x: end.x - tipLength * Math.cos(angle + side),
    y: end.y - tipLength * Math.sin(angle + side),
  })
  return element('path', {
    class: 'ls-tip',
    d: `M${at(end)}L${at(corner(0.42))}L${at(corner(-0.42))}Z`,
  })
}

export const arrow = ({ edge, curve }: Route): Markup =>
  element(
    'g',
    { 'data-from': edge.from.id, 'data-to': edge.to.id },
    element('path', { class: 'ls-edge', d: pathOf(curve) }),
    tip(curve),
  )

export const tie = ({ edge, curve }: Route): Markup =>
  element(
    'g',
    { 'data-tie-from': edge.from.id, 'data-tie-to': edge.to.id },
    element('path', { class: 'ls-tie', d: pathOf(curve) }),
  )

const sample = { width: 26, height: 16 } as const
/** A look and what it means, in a line of the key. */
export const keyLine = (look: Look, words: string, where: Point): Markup => {
  const looks: readonly Look[] = look === 'frozen' ? ['weights', 'frozen'] : [look]
  return element(
    'g',
    { class: `ls-sample ${classes(looks)}` },
    framed({ ...where, ...sample }, looks),
    element('text', { class: 'ls-label', x: where.x + sample.width + 8, y: where.y + 12 }, words),
  )
}
