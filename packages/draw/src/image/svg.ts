// A placed picture as SVG. Screen readers find every layer with what a look at it tells.
import { columns } from '../base/legible.js'
import { type Markup, element } from '../base/xml.js'
import type { Layout } from '../layout/layout.js'
import { shifted } from '../layout/layout.js'
import { type Picture, isBox } from '../picture/picture.js'
import { type } from '../picture/size.js'
import { keyOf, summaryOf, titleOf } from '../picture/words.js'
import { page } from './page.js'
import { arrow, boxed, keyLine, layer, tie } from './parts.js'
import { style } from './style.js'

const margin = 24
const heading = { title: 18, summary: 17, below: 18 } as const
const keyHeight = 22

const headingHeight = (title: string): number =>
  (title === '' ? 0 : heading.title) + heading.summary + heading.below

/** How wide the lines above and below the drawing are. */
const textWidth = (picture: Picture): number =>
  type.letter *
  Math.max(
    15 * columns(titleOf(picture)),
    type.box * columns(summaryOf(picture)),
    ...keyOf(picture).map(([, words]) => type.box * columns(words) + 34 / type.letter),
  )

export const svgOf = (picture: Picture, layout: Layout): string => {
  const title = titleOf(picture)
  const summary = summaryOf(picture)
  const key = keyOf(picture)
  const top = margin + headingHeight(title)
  const inner = Math.max(layout.width, Math.ceil(textWidth(picture)))
  const placed = shifted(layout, { x: margin + (inner - layout.width) / 2, y: top })
  const keyTop = top + layout.height + margin
  const width = Math.ceil(inner + 2 * margin)
  const height = Math.ceil(
    top + layout.height + margin + (key.length === 0 ? 0 : key.length * keyHeight + margin - 6),
  )
  return page(
    {
      width,
      height,
      style,
      label: [title, summary].filter((text) => text !== '').join(': '),
      about: [
        element('title', {}, title === '' ? summary : title),
        element('desc', {}, [summary, ...key.map(([, words]) => words)].join('; ')),
      ],
    },
    title === '' ? [] : [element('text', { class: 'ls-title', x: margin, y: margin + 13 }, title)],
    element(
      'text',
      { class: 'ls-summary', x: margin, y: top - heading.below - 5, 'aria-hidden': 'true' },
      summary,
    ),
    drawing(picture, placed),
    element(
      'g',
      { class: 'ls-key', 'aria-hidden': 'true' },
      key.map(([look, words], i) => keyLine(look, words, { x: margin, y: keyTop + i * keyHeight })),
    ),
  )
}

/** Boxes with their layers first, so that arrows are on top. */
const drawing = (picture: Picture, { nodes, boxes, routes, ties }: Layout): readonly Markup[] => {
  const drawn = (children: Picture['children']): readonly Markup[] =>
    children.flatMap((child) => {
      if (!isBox(child)) {
        const rect = nodes.get(child)
        return rect === undefined ? [] : [layer(child, rect)]
      }
      const rect = boxes.get(child)
      return rect === undefined ? [] : [boxed(child, rect, drawn(child.children))]
    })
  return [
    element('g', {}, drawn(picture.children)),
    element('g', { 'aria-hidden': 'true' }, routes.map(arrow), ties.map(tie)),
  ]
}
