// What a block holds: a linked list of nodes, newest first, with a summary that makes the size
// known without walking it.
import { type MergeName, isMerge, merges } from '../composites/merge.js'
import { definitionOf, normalized } from '../kinds/definition.js'
import { type JsonObject, foreign } from '../base/json.js'
import { methods } from '../kinds/registry.js'
import type { Arm, Chain, LayerNode, Link, Node, Summary } from './node.js'
import type { Trait } from '../types/signature.js'

const NOTHING: Summary = Object.freeze({
  positions: 0,
  steps: 0,
  depth: 0,
  traits: Object.freeze([]),
})
export const summaryOf = (chain: Chain): Summary => chain?.summary ?? NOTHING

/** What is known of a chain with heads behind it. */
export const summaryOfNet = (chain: Chain, heads: readonly Arm[] | null): Summary =>
  heads === null || heads.length === 0
    ? summaryOf(chain)
    : both(summaryOf(chain), around(heads.map((head) => head.body)))

/** A node behind a chain, frozen from now on. */
export const link = (previous: Chain, node: Node): Link => {
  // before the freezing: its config is kept beside it
  const summary = Object.freeze(both(summaryOf(previous), summaryOfNode(node)))
  return Object.freeze({ previous, node: Object.freeze(node), summary })
}
const both = (a: Summary, b: Summary): Summary => ({
  positions: a.positions + b.positions,
  steps: a.steps + b.steps,
  depth: Math.max(a.depth, b.depth),
  traits: union(a.traits, b.traits),
})

/** The nodes of a chain, oldest first; only those behind `after`. */
export const linksOf = (chain: Chain, after: Chain = null): readonly Link[] => {
  const links: Link[] = []
  for (let l = chain; l !== null && l !== after; l = l.previous) links.push(l)
  return links.reverse()
}
export const nodesOf = (chain: Chain): readonly Node[] => linksOf(chain).map((l) => l.node)

/**
 * The one layer that a part consists of, as data for the config of a layer around it; a mark that
 * says what else it is.
 */
export const oneLayer = (chain: Chain): JsonObject => {
  if (chain === null) return foreign('an empty block')
  if (chain.previous !== null) return foreign(`a block of ${linksOf(chain).length} parts`)
  const { node } = chain
  if (Object.hasOwn(methods, node.kind))
    return { kind: node.kind, config: (node as LayerNode).config } // a method's kind is a layer's
  return foreign(
    node.kind === 'group'
      ? 'a named or frozen part'
      : node.kind === 'custom'
        ? 'a custom layer'
        : `a ${node.kind}`,
  )
}

const union = (a: readonly Trait[], b: readonly Trait[]): readonly Trait[] =>
  b.every((t) => a.includes(t)) ? a : Object.freeze([...new Set([...a, ...b])])

/**
 * What a composite of parts adds: the parts, `times` over, one level deeper, and `extra` positions
 * of its own.
 */
const around = (parts: readonly Chain[], times = 1, extra = 0): Summary => {
  const all = parts.map(summaryOf)
  return {
    positions: all.reduce((n, s) => n + s.positions, 0) * times + extra,
    steps: (all.reduce((n, s) => n + s.steps, 0) + 1) * times + extra,
    depth: Math.max(...all.map((s) => s.depth)) + 1,
    traits: all.reduce<readonly Trait[]>((t, s) => union(t, s.traits), []),
  }
}
const TRAITS = {
  nothing: [],
  pinnedShape: [],
  randomness: ['randomness'],
  weights: ['weights'],
  batchStatistics: ['weights', 'batchStatistics'],
} as const

/** A merge that subtracts multiplies before it adds. */
const positionsOf = (merge: MergeName): number => (isMerge(merge) && merges[merge].negates ? 2 : 1)

const summaryOfNode = (node: Node): Summary => {
  switch (node.kind) {
    case 'group':
      return around([node.body])
    case 'tie':
      return around([node.body])
    case 'residual':
      return around([node.body, node.shortcut], 1, 1)
    case 'branch':
      return around(node.arms, 1, positionsOf(node.merge))
    case 'join':
      return around(
        node.arms.map((arm) => arm.body),
        1,
        positionsOf(node.merge),
      )
    case 'repeat':
      return around([node.body], typeof node.times === 'number' && node.times > 0 ? node.times : 1)
    case 'tap':
      return { positions: 0, steps: 1, depth: 0, traits: ['taps'] }
    // nobody knows what a foreign layer holds
    case 'custom':
      return {
        positions: 1,
        steps: 1,
        depth: 0,
        traits: ['weights', 'batchStatistics', 'randomness', 'foreign'],
      }
    default: {
      const config = normalized(node)
      // a layer whose config is wrong is never built, so what it would hold does not matter
      return {
        positions: 1,
        steps: 1,
        depth: 0,
        traits: config._tag === 'Left' ? [] : TRAITS[definitionOf(node.kind).held(config.right)],
      }
    }
  }
}
