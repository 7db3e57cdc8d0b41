// What a block holds and hides: a description.
import { type Entry, rememberCallSite } from '../base/call-site.js'
import { describe, snapshot } from '../base/json.js'
import { type Block, heldBy, holding } from '../types/block.js'
import { link } from './chain.js'
import type { Arm, Chain, InputNode, Node, Part } from './node.js'

/** What a block is made of. */
export interface State extends Part {
  /** The heads that a net with several outputs ends in; nothing can follow them. */
  readonly heads: readonly Arm[] | null
  /**
   * Set by `loose()`: the types do not know what this block holds, so `tie` and `shared` refuse it.
   */
  readonly loose: boolean
}
/** A block whose type the caller supplies. */
export type Made = Block<never, never>

// only `make` puts anything into a block, so it is a state
const read = (b: unknown): State | null => heldBy(b) as State | null

export const isBlock = (b: unknown): boolean => read(b) !== null

/** The state of a net, even one that ends in outputs. */
export const netOf = (b: unknown): State => {
  const state = read(b)
  if (state === null) throw new TypeError(notABlock(b))
  return state
}
/** The state of a block that more nodes can follow. */
export const stateOf = (b: unknown): State => {
  const state = netOf(b)
  if (state.heads !== null)
    throw new TypeError(
      'a net with outputs is complete: nothing can follow it, and it cannot be a part; ' +
        'put outputs at the end',
    )
  return state
}
export const make = (state: State): Made => holding(state)

/** A chain followed by a new node. */
export const append = (chain: Chain, node: Node, entry: Entry): Chain => {
  rememberCallSite(node, entry)
  return link(chain, node)
}
/** A block followed by a new node. */
export const extend = (
  b: unknown,
  node: Node,
  entry: Entry,
  parts: readonly unknown[] = [],
): Made => {
  const { input, chain, loose } = stateOf(b)
  const isAnyLoose = loose || isLoose(parts)
  return make({ input, chain: append(chain, node, entry), heads: null, loose: isAnyLoose })
}
/** A block of one node made of `parts`; open unless it starts at an input. */
export const wrap = (
  node: Node,
  entry: Entry,
  parts: readonly unknown[],
  input: InputNode | null = null,
): Made => make({ input, chain: append(null, node, entry), heads: null, loose: isLoose(parts) })
export const isLoose = (parts: readonly unknown[]): boolean =>
  parts.some((part) => stateOf(part).loose)

/** What the caller probably meant, judged by the members of what they passed. */
const hints: readonly (readonly [members: readonly string[], got: string, hint: string])[] = [
  [
    ['concat', 'multiply'],
    'a branch that is not merged',
    'merge the branch first, with .concat() or .add()',
  ],
  [
    ['each', 'merge'],
    'inputs that are not merged',
    "merge the inputs first, with .merge('concat')",
  ],
  [
    ['getClassName'],
    'a layer of TensorFlow.js',
    "make a block of it with custom('name', () => layer)",
  ],
  [
    ['pipe', 'loose', 'conv'],
    'one from another copy',
    'a block from another copy of layersmith does not work here; ' +
      'perhaps both its CommonJS and its ESM build are loaded',
  ],
  [
    ['pipe', 'loose'],
    'a value of a graph, which is a tensor',
    'put blocks after it with x.pipe(block), and merge values with add(x, y) or concat(x, y)',
  ],
  [['map', 'flat'], 'a list', 'pass the blocks themselves, one by one'],
]
const notABlock = (x: unknown): string => {
  const has = (name: string): boolean => typeof x === 'object' && x !== null && name in x
  const [, got, hint] = hints.find(([members]) => members.every(has)) ?? [
    [],
    x === undefined ? 'nothing' : describe(snapshot(x)),
    'make blocks with block(), input() and the other functions of layersmith',
  ]
  return `this is not a block: got ${got}; ${hint}`
}
