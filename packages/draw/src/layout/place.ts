// Places one piece of a picture: by Graphviz, unless it is a single layer.
import { shortened } from '@layersmith/core'
import { dotOf } from '../graph-text/dot.js'
import { boxesIn, isBox } from '../picture/picture.js'
import { sizeOf } from '../picture/size.js'
import { linesOf } from '../picture/words.js'
import type { Layout, Point, Rect, Route } from './layout.js'
import type { Piece } from './pieces.js'

/** Graphviz is recursive: it fails at some thousand layers in a row that cannot be cut. */
const MOST_LAYERS = 2500
/** Its time grows faster than their number. */
const MOST_EDGES = 10_000

/** What is read of Graphviz's JSON; see https://graphviz.org/docs/outputs/json. */
interface Placed {
  readonly bb: string
  readonly objects?: readonly {
    readonly _gvid: number
    readonly name: string
    readonly pos?: string
    readonly bb?: string
  }[]
  /** From and to objects, by their numbers; those between the same two are in our order. */
  readonly edges?: readonly { readonly tail: number; readonly head: number; readonly pos: string }[]
}

/** A piece in its place, and where its arrows come in. */
export interface PlacedPiece {
  readonly layout: Layout
  readonly entry: Point
}

export const place = async (piece: Piece): Promise<PlacedPiece> => {
  const [only] = piece.children
  if (piece.children.length === 1 && only !== undefined && !isBox(only)) {
    const size = sizeOf(linesOf(only))
    const entry = { x: size.width / 2, y: 0 }
    const routes = piece.edges.map((edge) => ({ edge, curve: [entry] }))
    const nodes = new Map([[only, { x: 0, y: 0, ...size }]])
    return { layout: { ...size, nodes, boxes: new Map(), routes, ties: [] }, entry }
  }
  if (piece.nodes.length > MOST_LAYERS || piece.edges.length > MOST_EDGES)
    throw new RangeError(
      shortened(
        `draw: ${piece.nodes.length} layers with ${piece.edges.length} arrows hang together from ` +
          `${piece.nodes[0]?.path} on; a picture can place ${MOST_LAYERS} with ${MOST_EDGES}. ` +
          "Draw a part of the net (upTo), or take the format 'dot' or 'mermaid'",
      ),
    )
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz')
  const graphviz = await Graphviz.load()
  // Graphviz wrote it
  return placed(piece, JSON.parse(graphviz.layout(dotOf(piece, piece.after), 'json')) as Placed)
}

const numbers = (text: string): readonly number[] => text.split(/[ ,]/).map(Number)

const placed = (piece: Piece, { bb, objects = [], edges = [] }: Placed): PlacedPiece => {
  const [, , width = 0, height = 0] = numbers(bb)
  // Graphviz counts from the bottom
  const pointAt = (text: string): Point => {
    const [x = 0, y = 0] = numbers(text)
    return { x, y: height - y }
  }
  const byName = new Map(objects.map((object) => [object.name, object]))
  const nodes = piece.nodes.map((node) => {
    const size = sizeOf(linesOf(node))
    const { x, y } = pointAt(byName.get(node.id)?.pos ?? '')
    return [node, { x: x - size.width / 2, y: y - size.height / 2, ...size }] as const
  })
  const boxes = boxesIn(piece.children).map((box) => {
    const [left = 0, bottom = 0, right = 0, top = 0] = numbers(
      byName.get(`cluster_${box.id}`)?.bb ?? '',
    )
    const rect: Rect = { x: left, y: height - top, width: right - left, height: top - bottom }
    return [box, rect] as const
  })
  const names = new Map(objects.map(({ _gvid, name }) => [_gvid, name]))
  const ways = new Map<string, string[]>()
  for (const { tail, head, pos } of edges) {
    const ends = `${names.get(tail)} ${names.get(head)}`
    const way = ways.get(ends)
    if (way === undefined) ways.set(ends, [pos])
    else way.push(pos)
  }
  const routes = [...piece.edges, ...piece.ties].map((edge): Route => {
    const words = (ways.get(`${edge.from.id} ${edge.to.id}`)?.shift() ?? '').split(' ')
    const tip = words.find((word) => word.startsWith('e,'))
    const curve = words.filter((word) => !/^[es],/.test(word)).map(pointAt)
    return { edge, curve: tip === undefined ? curve : upTo(curve, pointAt(tip.slice(2))) }
  })
  const layout: Layout = {
    width,
    height,
    nodes: new Map(nodes),
    boxes: new Map(boxes),
    routes: routes.slice(0, piece.edges.length),
    ties: routes.slice(piece.edges.length),
  }
  const entry = piece.after && byName.get(piece.after.id)?.pos
  return { layout, entry: entry ? pointAt(entry) : { x: width / 2, y: 0 } }
}

/** Graphviz's curves end where their arrowheads begin; ours go on to the tip. */
const upTo = (curve: readonly Point[], tip: Point): readonly Point[] => [...curve.slice(0, -1), tip]
