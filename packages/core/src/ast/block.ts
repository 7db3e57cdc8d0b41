// What a block holds: a description, of which it shows nothing.
import { type Entry, rememberCallSite } from '../base/call-site.js'
import { describe, snapshot } from '../base/json.js'
import { type Block, heldBy, holding } from '../types/block.js'
import { link } from './chain.js'
import type { Arm, Chain, InputNode, Node, Part } from './node.js'

/** What a block is made of. */
export interface State extends Part {
  /** What a net with several outputs ends in; nothing follows it. */
  readonly heads: readonly Arm[] | null
  /** Set by `loose()`: the types do not know what this block holds, so neither may tie and shared. */
  readonly loose: boolean
}
/** A block that its caller gives a type. */
export type Made = Block<never, never>

// only `make` puts anything into a block
const read = (b: unknown): State | null => heldBy(b) as State | null

export const isBlock = (b: unknown): boolean => read(b) !== null

/** What a net is made of, also one that ends in outputs. */
export const netOf = (b: unknown): State => {
  const state = read(b)
  if (state === null) throw new TypeError(notABlock(b))
  return state
}
/** What a block is made of that something can follow. */
export const stateOf = (b: unknown): State => {
  const state = netOf(b)
  if (state.heads !== null)
    throw new TypeError(
      'a net with outputs is whole: nothing can follow it, and it can be no part; ' +
        'put outputs at its end',
    )
  return state
}
export const make = (state: State): Made => holding(state)

/** A chain with a new node after it. */
export const append = (chain: Chain, node: Node, entry: Entry): Chain => {
  rememberCallSite(node, entry)
  return link(chain, node)
}
/** A block with a new node after it. */
export const extend = (b: unknown, node: Node, entry: Entry): Made => {
  const { input, chain, loose } = stateOf(b)
  return make({ input, chain: append(chain, node, entry), heads: null, loose })
}
/** A block of one node, made of `parts`; open unless it begins at an input. */
export const wrap = (
  node: Node,
  entry: Entry,
  parts: readonly unknown[],
  input: InputNode | null = null,
): Made => make({ input, chain: append(null, node, entry), heads: null, loose: isLoose(parts) })
export const isLoose = (parts: readonly unknown[]): boolean =>
  parts.some((part) => stateOf(part).loose)

/** What somebody may have meant, by the members of what they gave. */
const hints: readonly (readonly [members: readonly string[], hint: string])[] = [
  [['concat', 'multiply'], 'merge the branch first, with .concat() or .add()'],
  [['each', 'merge'], "merge the inputs first, with .merge('concat')"],
  [['getClassName'], "a layer of TensorFlow.js becomes a block with custom('name', () => layer)"],
  [
    ['pipe', 'loose'],
    'a block of another copy of layersmith, perhaps of its CommonJS beside its ESM form, ' +
      'is none here',
  ],
]
const notABlock = (x: unknown): string => {
  const has = (name: string): boolean => typeof x === 'object' && x !== null && name in x
  const hint =
    hints.find(([members]) => members.every(has))?.[1] ??
    'blocks are made by block(), input() and the functions of layersmith'
  const got = x === undefined ? 'nothing' : describe(snapshot(x))
  return `this is not a block: needed a block, got ${got}; ${hint}`
}
