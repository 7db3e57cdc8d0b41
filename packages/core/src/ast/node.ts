// The nodes of a description: frozen plain data. They hold no functions, tensors or shapes; the
// definition of a node's kind says what it means.
import type { Json } from '../base/json.js'
import type { LayerNode } from '../kinds/kind.js'

/**
 * What a fixed block starts at: sizes, or sizes by name for several inputs. As the caller gave
 * them; `check` validates them.
 */
export interface InputNode {
  readonly kind: 'input'
  readonly shape: Json
}

/** The nodes that have parts or mark a place, by kind; each composite's file adds its own. */
// oxlint-disable-next-line typescript/no-empty-object-type -- composites extend it
export interface CompositeNodes {}
export type CompositeKind = keyof CompositeNodes
export type CompositeNode = CompositeNodes[CompositeKind]
export type Node = LayerNode | CompositeNode

/** A node and what comes before it. Frozen; all blocks that start alike share their links. */
export interface Link {
  readonly previous: Chain
  readonly node: Node
}
/** The nodes of a block, newest first. */
export type Chain = Link | null

/** A whole block as data: what it starts at, if anything, and its nodes. */
export interface Part {
  readonly input: InputNode | null
  readonly chain: Chain
}
/** A part with a name. */
export interface Arm {
  readonly name: string
  readonly body: Chain
}
