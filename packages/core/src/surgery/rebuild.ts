// Copies of chains with one place changed. Nodes are frozen and may stand in several places, so an
// edit first gives every place a link of its own.
import { link, linksOf } from '../ast/chain.js'
import type { Chain, CompositeNode, Link, Node } from '../ast/node.js'
import { isLayer } from '../ast/summary.js'
import { movedCallSite } from '../base/call-site.js'
import { compositeOf } from '../composites/registry.js'

/** What an edit makes of the places that it meets; undefined leaves one as it is. */
export interface Edit {
  /** A whole part. */
  readonly part?: (chain: Chain) => Chain | undefined
  /** One link, after what comes before it. */
  readonly link?: (link: Link, before: Chain) => Chain | undefined
}

/** A copy in which every place has a link of its own, but in ties: their identity counts. */
export const rebuilt = (chain: Chain, edit: Edit = {}): Chain => {
  const whole = edit.part?.(chain)
  if (whole !== undefined) return whole
  return linksOf(chain).reduce<Chain>(
    (before, one) => edit.link?.(one, before) ?? link(before, rebuiltNode(one.node, edit)),
    null,
  )
}
const rebuiltNode = (node: Node, edit: Edit): Node =>
  isLayer(node) ? node : withParts(node, (part) => rebuilt(part, edit))

const withParts = (node: CompositeNode, change: (part: Chain) => Chain): CompositeNode => {
  const { parts, withParts: make } = compositeOf(node)
  return make === undefined ? node : movedCallSite(node, make(node, parts(node).map(change)))
}

/** A chain up to a link in it; undefined if it is not there, or not all that flows on. */
export const cut = (chain: Chain, at: Link): Link | undefined => {
  for (const one of linksOf(chain)) {
    if (one === at) return one
    if (isLayer(one.node)) continue
    const { parts, passes } = compositeOf(one.node)
    const [found] = passes === true ? parts(one.node).flatMap((part) => cut(part, at) ?? []) : []
    if (found !== undefined)
      return link(
        one.previous,
        withParts(one.node, () => found),
      )
  }
  return undefined
}
