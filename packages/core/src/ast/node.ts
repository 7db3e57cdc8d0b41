// The nodes of a description: frozen plain data. They hold no functions, tensors or shapes; what a
// node means is known by its kind.
import type { MergeName } from '../composites/merge.js'
import type { Json, JsonObject } from '../base/json.js'
import type { Trait } from '../types/signature.js'
import type { Kind } from '../types/block.js'

/**
 * What a fixed block starts at: the sizes, or sizes by name for several inputs; as the caller gave
 * them, checked by `check`.
 */
export interface InputNode {
  readonly kind: 'input'
  readonly shape: Json
}
/** One use of a layer kind; its config is as the caller gave it, checked by `check`. */
export interface LayerNode {
  readonly kind: Kind
  readonly config: JsonObject
}
/** A whole block as a part: named with `as`, frozen, or made for one input only. */
export interface GroupNode {
  readonly kind: 'group'
  readonly name: string | null
  readonly frozen: boolean
  /** Set for a fixed block: what it was made for. */
  readonly input: InputNode | null
  readonly body: Chain
}
export interface ResidualNode {
  readonly kind: 'residual'
  readonly body: Chain
  readonly shortcut: Chain
}
export interface BranchNode {
  readonly kind: 'branch'
  readonly merge: MergeName
  /** The options of the merge, as the caller gave them. */
  readonly config: JsonObject
  readonly arms: readonly Chain[]
}
/**
 * The inputs of a net that has several, each with what stands behind it, merged; the first node of
 * such a net.
 */
export interface JoinNode {
  readonly kind: 'join'
  readonly merge: MergeName
  readonly config: JsonObject
  /**
   * The names in the order in which they are merged, as the caller gave them; null for the order of
   * the inputs.
   */
  readonly order: Json
  /** Inputs without an arm come in as they are. */
  readonly arms: readonly Arm[]
}
/** A named part. */
export interface Arm {
  readonly name: string
  readonly body: Chain
}
export interface RepeatNode {
  readonly kind: 'repeat'
  readonly times: Json
  readonly body: Chain
}
/** The object itself is the tie: one node, one set of weights in a build. */
export interface TieNode {
  readonly kind: 'tie'
  /** Whether each use has BatchNormalization of its own; a tie without holds none. */
  readonly bn: 'per-use' | null
  readonly input: InputNode
  readonly body: Chain
}
export interface TapNode {
  readonly kind: 'tap'
  readonly name: string
}
/** A foreign layer; its factory lives beside the description, see compose/foreign.ts. */
export interface CustomNode {
  readonly kind: 'custom'
  readonly name: string
}

export type CompositeNode =
  GroupNode | ResidualNode | BranchNode | JoinNode | RepeatNode | TieNode | TapNode | CustomNode
export type Node = LayerNode | CompositeNode

/** One node behind another. Frozen; links are shared between all blocks that begin alike. */
export interface Link {
  readonly previous: Chain
  readonly node: Node
  readonly summary: Summary
}
export type Chain = Link | null

/** What is known of a chain without walking it. */
export interface Summary {
  /** Planned positions; every use of a part counts. */
  readonly positions: number
  /**
   * Steps of the walk over it: positions, taps, parts and rounds. An empty part a billion times is
   * no position, but it takes time.
   */
  readonly steps: number
  /** How deep parts lie inside parts. */
  readonly depth: number
  readonly traits: readonly Trait[]
}
