// What the walk over a description finds, before plan/sharing.ts assigns instances to positions.
import type { Node } from '../ast/node.js'
import type { Params } from '../kinds/kind.js'
import type { Sizes } from '../shape/sizes.js'
import type { Kind } from '../types/block.js'

/** A position before an instance is assigned to it. */
export interface Draft {
  readonly path: string
  readonly kind: Kind | 'custom'
  readonly config: object
  /** Paths of the positions whose outputs it takes; 'input' for the net's own input. */
  readonly inputs: readonly string[]
  readonly shape: Sizes
  readonly params: Params
  readonly flops: number | null
  readonly frozen: boolean
  /** Set inside a tie, and equal in every use of it. */
  readonly tied: { readonly tie: Node; readonly place: string } | null
}
export interface DraftTap {
  readonly name: string
  readonly from: string
  readonly shape: Sizes
}
