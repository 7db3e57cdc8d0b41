// Puts the pieces of a picture one below the other, in as many columns as make a page.
import type { Picture, PictureNode } from '../picture/picture.js'
import { type Layout, type Point, type Rect, moved, shifted, straight } from './layout.js'
import { type Piece, piecesOf } from './pieces.js'
import { type PlacedPiece, place } from './place.js'

const gap = { piece: 24, column: 56 } as const
/** A column as high as a screen needs no second one. */
const SCREEN = 1000

/** Places a picture; in a single column, or in as many as make a page. */
export const layoutOf = async (picture: Picture, single: boolean): Promise<Layout> => {
  const pieces = piecesOf(picture)
  const placed: PlacedPiece[] = []
  // one after the other: Graphviz is one program
  for (const piece of pieces) placed.push(await place(piece))
  const most = single ? Infinity : columnHeight(placed.map(({ layout }) => layout))
  return joined(stacked(pieces, placed, most))
}

/** So that the page is about as wide as it is high. */
const columnHeight = (placed: readonly Layout[]): number => {
  const total = placed.reduce((sum, { height }) => sum + height + gap.piece, 0)
  const width = placed.reduce((most, layout) => Math.max(most, layout.width), 0) + gap.column
  const tallest = placed.reduce((most, { height }) => Math.max(most, height), 0)
  return Math.max(SCREEN, tallest, Math.sqrt(total * width))
}

/** A piece in its column, and where its arrows come from and come in. */
interface Standing {
  readonly layout: Layout
  readonly after: PictureNode | null
  readonly entry: Point
}

const middle = (rect: Rect): number => rect.x + rect.width / 2

/** The pieces in columns, each below the last, and its entry below the layer that it follows. */
const stacked = (
  pieces: readonly Piece[],
  placed: readonly PlacedPiece[],
  most: number,
): readonly (readonly Standing[])[] => {
  const columns: Standing[][] = []
  let bottom = 0
  let axis = 0
  pieces.forEach(({ after, nodes }, i) => {
    const { layout, entry } = placed[i] ?? ownBug()
    if (columns.length === 0 || bottom + gap.piece + layout.height > most) {
      columns.push([])
      bottom = -gap.piece
      axis = 0
    }
    const by = { x: axis - entry.x, y: bottom + gap.piece }
    const at = shifted(layout, by)
    columns.at(-1)?.push({ layout: at, after, entry: moved(entry, by) })
    bottom = by.y + layout.height
    const last = nodes.at(-1)
    const rect = last && at.nodes.get(last)
    if (rect !== undefined) axis = middle(rect)
  })
  return columns
}
const ownBug = (): never => {
  throw new Error('layersmith: a piece of a picture was not placed; please report this net')
}

const united = (layouts: readonly Layout[]): Layout => ({
  width: 0,
  height: 0,
  nodes: new Map(layouts.flatMap(({ nodes }) => [...nodes])),
  boxes: new Map(layouts.flatMap(({ boxes }) => [...boxes])),
  routes: layouts.flatMap(({ routes }) => routes),
  ties: layouts.flatMap(({ ties }) => ties),
})

/** What a layout covers. */
const extent = ({ nodes, boxes, routes, ties }: Layout) => {
  const covered = { left: Infinity, right: -Infinity, bottom: 0 }
  const cover = ({ x, y }: Point): void => {
    covered.left = Math.min(covered.left, x)
    covered.right = Math.max(covered.right, x)
    covered.bottom = Math.max(covered.bottom, y)
  }
  for (const rect of [...nodes.values(), ...boxes.values()]) {
    cover(rect)
    cover({ x: rect.x + rect.width, y: rect.y + rect.height })
  }
  for (const { curve } of [...routes, ...ties]) curve.forEach(cover)
  return covered
}

/** The columns side by side, with the arrows from piece to piece. */
const joined = (columns: readonly (readonly Standing[])[]): Layout => {
  let left = 0
  const gutters: number[] = []
  const standing = columns.flatMap((column) => {
    const covered = extent(united(column.map(({ layout }) => layout)))
    const by = { x: left - covered.left, y: 0 }
    left += covered.right - covered.left + gap.column
    gutters.push(left - gap.column / 2)
    return column.map(({ layout, after, entry }) => ({
      layout: shifted(layout, by),
      after,
      entry: moved(entry, by),
    }))
  })
  const all = united(standing.map(({ layout }) => layout))
  const routes = standing.flatMap(({ layout, after, entry }) => {
    const from = after && all.nodes.get(after)
    if (!from) return layout.routes
    const way = link(from, entry, gutters)
    return layout.routes.map(({ edge, curve }) => ({
      edge,
      curve: edge.from === after ? [...way, ...curve.slice(1)] : curve,
    }))
  })
  const width = Math.max(0, left - gap.column)
  return { ...all, width, height: extent(all).bottom, routes }
}

/** From a layer down to the next piece, or up to the next column. */
const link = (from: Rect, end: Point, gutters: readonly number[]): readonly Point[] => {
  const start = { x: middle(from), y: from.y + from.height }
  if (end.y > start.y) return straight([start, end])
  const gutter = gutters.find((x) => x > from.x + from.width) ?? (start.x + end.x) / 2
  const aside = gap.piece / 2
  return straight([
    start,
    { x: start.x, y: start.y + aside },
    { x: gutter, y: start.y + aside },
    { x: gutter, y: end.y - aside },
    { x: end.x, y: end.y - aside },
    end,
  ])
}
