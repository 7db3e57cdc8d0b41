// The pieces that a net will be made of.
import type { Sizes } from '@layersmith/core'
import type { Merge } from './parts.js'
import type { Value } from './read-model.js'

export type Piece =
  | { readonly is: 'leaf'; readonly value: Value }
  | { readonly is: 'residual'; readonly body: Pieces; readonly shortcut: Pieces }
  | { readonly is: 'branch'; readonly merge: Merge; readonly arms: readonly Pieces[] }
  | { readonly is: 'group'; readonly name: string; readonly body: Pieces }
  | Tie
/** The same object at all its places. */
export interface Tie {
  readonly is: 'tie'
  readonly input: Sizes
  readonly body: Pieces
}
export type Pieces = readonly Piece[]
/** A net in pieces. */
export interface Net {
  readonly inputs: readonly Value[]
  readonly join: {
    readonly merge: Merge
    readonly arms: readonly Pieces[]
    readonly order: readonly Value[]
  } | null
  readonly body: Pieces
  readonly heads: readonly Pieces[] | null
  readonly outputs: readonly Value[]
  readonly outputNames: readonly string[]
}

/** The layers of a net, in the order of the plan's positions. */
export const leavesOf = ({ join, body, heads }: Net): readonly Value[] =>
  [...(join?.arms ?? []), body, ...(heads ?? [])].flatMap(leavesIn)
const leavesIn = (pieces: Pieces): readonly Value[] =>
  pieces.flatMap((piece): readonly Value[] => {
    switch (piece.is) {
      case 'leaf':
        return [piece.value]
      case 'residual':
        return [...leavesIn(piece.body), ...leavesIn(piece.shortcut)]
      case 'branch':
        return piece.arms.flatMap(leavesIn)
      case 'group':
      case 'tie':
        return leavesIn(piece.body)
      default:
        return piece satisfies never
    }
  })
