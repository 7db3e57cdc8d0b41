// A chain is a linked list of nodes: a call adds one link and copies nothing.
import { makeRoom } from '../base/memo.js'
import type { Arm, Chain, Link, Node } from './node.js'

/** Links a node after a chain and freezes both, with room for values derived from them later. */
export const link = (previous: Chain, node: Node): Link => {
  makeRoom(node)
  const made: Link = { previous, node: Object.freeze(node) }
  makeRoom(made)
  return Object.freeze(made)
}

/** The links of a chain that come after `after`, oldest first. */
export const linksOf = (chain: Chain, after: Chain = null): readonly Link[] => {
  const links: Link[] = []
  for (let l = chain; l !== null && l !== after; l = l.previous) links.push(l)
  return links.reverse()
}
export const nodesOf = (chain: Chain): readonly Node[] => linksOf(chain).map((l) => l.node)

/** The same names over other bodies, in the same order. */
export const withBodies = (arms: readonly Arm[], bodies: readonly Chain[]): readonly Arm[] =>
  Object.freeze(arms.map(({ name }, i) => Object.freeze({ name, body: bodies[i] ?? null })))
