// The parts of a description as source code writes them, each the value of one expression.
import { link, nodesOf } from '../ast/chain.js'
import type { CompositeNode, Node, Part } from '../ast/node.js'
import { isLayer } from '../ast/summary.js'
import { canonical } from '../base/json.js'
import type { ValueSource } from '../composites/composite.js'
import { compositeOf } from '../composites/registry.js'

/** How to write a node as a value; null if it is written as a method call. */
export const valueSourceOf = (node: Node): ValueSource<CompositeNode> | null => {
  if (isLayer(node)) return null
  const source = compositeOf(node).source
  return source.call === undefined ? source : null
}
export const isValue = (node: Node): node is CompositeNode => valueSourceOf(node) !== null

/** The only node of a part; null if the part has an input, or any other number of nodes. */
const onlyNode = ({ input, chain }: Part): Node | null =>
  input === null && chain?.previous === null ? chain.node : null

/** The only node of a part that brings along the part's input; null for any other part. */
const started = ({ input, chain }: Part): CompositeNode | null => {
  const node = chain?.previous === null ? chain.node : null
  if (input === null || node === null || !isValue(node)) return null
  const own = valueSourceOf(node)?.ownInput?.(node)
  return own !== undefined && canonical(own.shape) === canonical(input.shape) ? node : null
}

/** A part without the nodes that only group it, and without an input that it brings along. */
export const unwrapped = (given: Part): Part => {
  const part = started(given) === null ? given : { input: null, chain: given.chain }
  const node = onlyNode(part)
  if (node === null || !isValue(node)) return part
  const inner = valueSourceOf(node)?.transparent?.(node) ?? null
  return inner === null ? part : unwrapped(inner)
}
/** The part to pipe to get a node. */
export const piece = (node: CompositeNode): Part =>
  unwrapped({ input: null, chain: link(null, node) })

/** The node of an unwrapped part that consists of one value; null for any other part. */
export const selfOf = (part: Part): CompositeNode | null => {
  const node = onlyNode(part)
  const source = node === null ? null : valueSourceOf(node)
  if (node === null || !isValue(node)) return null
  return (source?.transparent?.(node) ?? null) === null ? node : null
}

/** Whether a part brings along its own input. */
export const isStarted = (part: Part): boolean => {
  const self = selfOf(unwrapped(part))
  return self !== null && valueSourceOf(self)?.ownInput !== undefined
}

const partsOf = (node: CompositeNode): readonly Part[] =>
  compositeOf(node).source.parts(node).map(unwrapped)
/** What is written for a node of a chain: itself as a value, or the parts in a method's call. */
const pieces = (node: Node): readonly Part[] => {
  if (isLayer(node)) return []
  return isValue(node) ? [piece(node)] : partsOf(node)
}
/** The parts written inside an unwrapped part. */
export const within = (part: Part): readonly Part[] => {
  const self = selfOf(part)
  return self === null ? nodesOf(part.chain).flatMap(pieces) : partsOf(self)
}
