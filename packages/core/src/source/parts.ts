// The parts of a description, as source writes them: what is the value of one expression.
import { link, nodesOf } from '../ast/chain.js'
import { methods } from '../kinds/registry.js'
import type {
  Chain,
  CompositeNode,
  GroupNode,
  InputNode,
  JoinNode,
  LayerNode,
  Node,
  TapNode,
} from '../ast/node.js'

/** What one expression makes. */
export interface Part {
  readonly input: InputNode | null
  readonly chain: Chain
}
/** A node that is written as a value, not as a method. */
export type Composite = Exclude<CompositeNode, TapNode>
export const isLayer = (node: Node): node is LayerNode => Object.hasOwn(methods, node.kind)
export const isComposite = (node: Node): node is Composite => !isLayer(node) && node.kind !== 'tap'
/** A group that only holds together what one call of `pipe` was given. */
type Plain = GroupNode & { readonly name: null; readonly frozen: false }
export const isPlain = (node: Node): node is Plain =>
  node.kind === 'group' && node.name === null && !node.frozen

/** What is piped to get a composite node. */
export const piece = (node: Composite): Part =>
  isPlain(node) ? partOf(node.body, node.input) : { input: null, chain: link(null, node) }
/** The part of a chain; a plain group alone in it is what it holds. */
export const partOf = (chain: Chain, input: InputNode | null = null): Part => {
  const node = chain?.previous === null ? chain.node : null
  return input === null && node !== null && isPlain(node)
    ? partOf(node.body, node.input)
    : { input, chain }
}
/** The only node of a part that is a composite by itself. */
export const selfOf = ({ input, chain }: Part): Composite | null =>
  input === null && chain?.previous === null && isComposite(chain.node) && !isPlain(chain.node)
    ? chain.node
    : null

/** The parts of a composite, in the order in which they are written. */
export const partsIn = (node: Composite): readonly Part[] => {
  switch (node.kind) {
    case 'group':
    case 'tie':
      return [partOf(node.body, node.input)]
    case 'residual':
      return node.shortcut === null
        ? [partOf(node.body)]
        : [partOf(node.body), partOf(node.shortcut)]
    case 'branch':
      return node.arms.map((arm) => partOf(arm))
    case 'join':
      return rounds(node).flatMap((round) => round.map(({ part }) => part))
    case 'repeat':
      return [partOf(node.body)]
    case 'custom':
      return []
    default:
      return node satisfies never
  }
}

/**
 * What each call of `each` gives to which input. A shorter arm begins in a later call, so that the
 * order of the arms stays.
 */
export const rounds = ({
  arms,
}: JoinNode): readonly (readonly { name: string; part: Part }[])[] => {
  const pieces = arms.map(({ name, body }) => ({ name, nodes: nodesOf(body) }))
  const count = Math.max(0, ...pieces.map(({ nodes }) => Math.max(nodes.length, 1)))
  return Array.from({ length: count }, (_, round) =>
    pieces.flatMap(({ name, nodes }) => {
      const node = nodes[round - (count - nodes.length)]
      if (node === undefined)
        return nodes.length === 0 && round === count - 1
          ? [{ name, part: { input: null, chain: null } }]
          : []
      return [
        { name, part: isComposite(node) ? piece(node) : { input: null, chain: link(null, node) } },
      ]
    }),
  )
}
