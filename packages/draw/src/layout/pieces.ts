// Cuts a picture where all that goes on comes from one layer, so that each piece can be placed by
// itself: a chain of many blocks takes as long as its blocks do, and can go on in the next column.
import type { Box, Edge, Picture, PictureNode } from '../picture/picture.js'
import { isBox } from '../picture/picture.js'

/** A part of a picture. Its arrows include those from the layer before it. */
export interface Piece extends Picture {
  /** The layer of the piece before this one that everything here follows; null for the first. */
  readonly after: PictureNode | null
}

export const piecesOf = (picture: Picture): readonly Piece[] => {
  const { nodes, edges, children } = picture
  const index = new Map(nodes.map((node, i) => [node, i]))
  const at = (node: PictureNode): number => index.get(node) ?? 0
  // what ends here would stand in the way of the arrows that pass it, so it lasts to the end
  const lasts = nodes.map(() => nodes.length)
  const seen = new Set<PictureNode>()
  for (const { from, to } of edges) {
    const before = seen.has(from) ? (lasts[at(from)] ?? 0) : 0
    lasts[at(from)] = Math.max(before, at(to))
    seen.add(from)
  }
  // how many things lie across the gap after each node, as differences
  const steps = new Array<number>(nodes.length + 1).fill(0)
  const across = (from: number, to: number): void => {
    steps[from] = (steps[from] ?? 0) + 1
    steps[to] = (steps[to] ?? 0) - 1
  }
  lasts.forEach((last, i) => across(i, last))
  for (const child of children) {
    const [first, last] = [endOf(child, 0), endOf(child, -1)]
    if (first !== undefined && last !== undefined && first !== last) across(at(first), at(last))
  }
  const starts = [0]
  let count = 0
  nodes.forEach((_, i) => {
    count += steps[i] ?? 0
    if (count === 1 && i + 1 < nodes.length) starts.push(i + 1)
  })
  return split(picture, starts, at)
}

/** The first layer in a box, or the last one. */
const endOf = (child: Box | PictureNode, which: 0 | -1): PictureNode | undefined => {
  let at: Box | PictureNode | undefined = child
  while (at !== undefined && isBox(at)) at = at.children.at(which)
  return at
}

const split = (
  picture: Picture,
  starts: readonly number[],
  at: (node: PictureNode) => number,
): readonly Piece[] => {
  const pieceOf: number[] = []
  starts.forEach((start, piece) => {
    const end = starts[piece + 1] ?? picture.nodes.length
    for (let i = start; i < end; i++) pieceOf[i] = piece
  })
  const of = (node: PictureNode): number => pieceOf[at(node)] ?? 0
  const parts = starts.map(() => ({
    nodes: [] as PictureNode[],
    edges: [] as Edge[],
    ties: [] as Edge[],
    children: [] as (Box | PictureNode)[],
  }))
  for (const node of picture.nodes) parts[of(node)]?.nodes.push(node)
  for (const edge of picture.edges) parts[of(edge.to)]?.edges.push(edge)
  // a tie across pieces is told in words only
  for (const tie of picture.ties)
    if (of(tie.from) === of(tie.to)) parts[of(tie.from)]?.ties.push(tie)
  for (const child of picture.children) {
    const first = endOf(child, 0)
    if (first !== undefined) parts[of(first)]?.children.push(child)
  }
  return parts.map((part, i) => ({
    ...picture,
    ...part,
    after: parts[i - 1]?.nodes.at(-1) ?? null,
  }))
}
