// The parts of a description, as source writes them: what is the value of one expression.
import { link, nodesOf } from '../ast/chain.js'
import type { CompositeNode, Node, Part } from '../ast/node.js'
import { isLayer } from '../ast/summary.js'
import type { ValueSource } from '../composites/composite.js'
import { compositeOf } from '../composites/registry.js'

/** How a node is written as a value; null for one that is a call of a method. */
export const valueSourceOf = (node: Node): ValueSource<CompositeNode> | null => {
  if (isLayer(node)) return null
  const { source } = compositeOf(node)
  return source.call === undefined ? source : null
}
export const isValue = (node: Node): node is CompositeNode => valueSourceOf(node) !== null

/** The only node of a part. */
const onlyNode = ({ input, chain }: Part): Node | null =>
  input === null && chain?.previous === null ? chain.node : null

/** A part without what only holds it together. */
export const unwrapped = (part: Part): Part => {
  const node = onlyNode(part)
  if (node === null || !isValue(node)) return part
  const inner = valueSourceOf(node)?.transparent?.(node) ?? null
  return inner === null ? part : unwrapped(inner)
}
/** What is piped to get a node. */
export const piece = (node: CompositeNode): Part =>
  unwrapped({ input: null, chain: link(null, node) })

/** The only node of an unwrapped part that is a value by itself. */
export const selfOf = (part: Part): CompositeNode | null => {
  const node = onlyNode(part)
  const source = node === null ? null : valueSourceOf(node)
  return node !== null && isValue(node) && source?.transparent?.(node) == null ? node : null
}

/** The parts that are written for an unwrapped part. */
export const within = (part: Part): readonly Part[] => {
  const self = selfOf(part)
  if (self === null) return nodesOf(part.chain).filter(isValue).map(piece)
  return valueSourceOf(self)?.parts(self).map(unwrapped) ?? []
}
