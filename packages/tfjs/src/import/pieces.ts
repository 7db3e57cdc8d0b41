// The pieces that a net will be made of.
import type { Sizes } from '@layersmith/core'
import type { Merge } from './parts.js'
import type { Value } from './read-model.js'

export type Piece =
  | { readonly is: 'leaf'; readonly value: Value }
  | { readonly is: 'residual'; readonly body: Pieces; readonly shortcut: Pieces }
  | { readonly is: 'branch'; readonly merge: Merge; readonly arms: readonly Pieces[] }
  | { readonly is: 'group'; readonly name: string; readonly body: Pieces }
  | Graph
  | Tie
/** The same object at all its places. */
export interface Tie {
  readonly is: 'tie'
  readonly input: Sizes
  readonly body: Pieces
}
/** Places with pieces between them. */
export interface Graph {
  readonly is: 'graph'
  readonly inputs: readonly Value[]
  readonly places: readonly { readonly merge: Merge | null; readonly arms: readonly Way[] }[]
  readonly ends: readonly Way[]
}
/** The pieces from one place to another; the inputs are numbered first, then the places. */
export interface Way {
  readonly from: number
  readonly body: Pieces
}
export type Pieces = readonly Piece[]
/** A net in pieces. */
export type Net = (Chained | Graph) & {
  readonly outputs: readonly Value[]
  readonly outputNames: readonly string[]
}
export interface Chained {
  readonly is: 'chained'
  readonly inputs: readonly Value[]
  readonly join: {
    readonly merge: Merge
    readonly arms: readonly Pieces[]
    readonly order: readonly Value[]
  } | null
  readonly body: Pieces
  readonly heads: readonly Pieces[] | null
}

/** The layers of a net, in the order of the plan's positions. */
export const leavesOf = (net: Net): readonly Value[] =>
  net.is === 'graph'
    ? leavesIn([net])
    : [...(net.join?.arms ?? []), net.body, ...(net.heads ?? [])].flatMap(leavesIn)
/** The pieces on the ways of a graph, in the order in which they are called. */
export const bodiesIn = ({ places, ends }: Graph): readonly Pieces[] =>
  [...places.flatMap(({ arms }) => arms), ...ends].map(({ body }) => body)
const leavesIn = (pieces: Pieces): readonly Value[] =>
  pieces.flatMap((piece): readonly Value[] => {
    switch (piece.is) {
      case 'leaf':
        return [piece.value]
      case 'residual':
        return [...leavesIn(piece.body), ...leavesIn(piece.shortcut)]
      case 'branch':
        return piece.arms.flatMap(leavesIn)
      case 'graph':
        return bodiesIn(piece).flatMap(leavesIn)
      case 'group':
      case 'tie':
        return leavesIn(piece.body)
      default:
        return piece satisfies never
    }
  })
