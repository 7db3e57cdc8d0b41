// What we know about a chain without planning it: how large it is and what it holds. Computed when
// first asked for, and kept with each link.
import { isLeft } from 'fp-ts/lib/Either.js'
import { memo } from '../base/memo.js'
import { ownBug } from '../base/problem.js'
import type { Held, LayerNode } from '../kinds/kind.js'
import { definitionOf, isKind, normalized } from '../kinds/registry.js'
import type { Trait } from '../types/signature.js'
import type { Arm, Chain, CompositeNode, Link, Node } from './node.js'

export interface Summary {
  /** Positions in the plan; every use of a part counts. */
  readonly positions: number
  /**
   * Steps of the walk: positions, taps, parts and rounds. An empty part repeated a billion times
   * has no positions, but walking it takes time.
   */
  readonly steps: number
  /** How deep parts nest. */
  readonly depth: number
  readonly traits: readonly Trait[]
}
const NOTHING: Summary = Object.freeze({
  positions: 0,
  steps: 0,
  depth: 0,
  traits: Object.freeze([]),
})

/** Whether a node is one layer; all others are composites. */
export const isLayer = (node: Node): node is LayerNode => isKind(node.kind)

/** How to measure composites. Their files import this one, so their registry passes it in. */
export interface Measure {
  /** The chains inside a composite. */
  readonly parts: (node: CompositeNode) => readonly Chain[]
  /** Called only when the summaries of the parts are known. */
  readonly size: (node: CompositeNode) => Summary
}
const unmeasured = (): never => ownBug('composites are measured before their registry is loaded')
let composite: Measure = { parts: unmeasured, size: unmeasured }
export const measureComposites = (measure: Measure): void => {
  composite = measure
}

const summaries = memo<Summary>()
export const summaryOf = (chain: Chain): Summary => {
  if (chain === null) return NOTHING
  return summaries.get(chain) ?? summarize(chain)
}
const known = (chain: Chain): Summary | undefined =>
  chain === null ? NOTHING : summaries.get(chain)

/** Works on its own stack: a loop of `residual(b)` nests deeper than calls can recurse. */
const summarize = (chain: Link): Summary => {
  const open = [chain]
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const before = known(last.previous)
    const parts = isLayer(last.node) ? [] : composite.parts(last.node)
    const missing = parts.filter((part): part is Link => known(part) === undefined)
    if (before !== undefined && missing.length === 0) {
      open.pop()
      if (known(last) === undefined) summaries.set(last, Object.freeze(both(before, sizeOf(last))))
    } else {
      if (before === undefined && last.previous !== null) open.push(last.previous)
      for (const part of missing) open.push(part)
    }
  }
  return summaryOf(chain)
}
const sizeOf = ({ node }: Link): Summary =>
  isLayer(node) ? sizeOfLayer(node) : composite.size(node)

/** The summary of a chain and the heads after it. */
export const summaryOfNet = (chain: Chain, heads: readonly Arm[] | null): Summary =>
  heads === null || heads.length === 0
    ? summaryOf(chain)
    : both(summaryOf(chain), around(heads.map((head) => head.body)))

/**
 * The size of a composite: its parts `times` over, one level deeper, plus `extra` positions of its
 * own.
 */
export const around = (parts: readonly Chain[], times = 1, extra = 0): Summary => {
  const all = parts.map(summaryOf)
  return {
    positions: all.reduce((n, s) => n + s.positions, 0) * times + extra,
    steps: (all.reduce((n, s) => n + s.steps, 0) + all.length) * times + extra,
    depth: all.reduce((most, s) => Math.max(most, s.depth), 0) + 1,
    traits: all.reduce<readonly Trait[]>((t, s) => union(t, s.traits), []),
  }
}

/** The size of a node without parts. */
export const leaf = (positions: 0 | 1, traits: readonly Trait[]): Summary => ({
  positions,
  steps: 1,
  depth: 0,
  traits,
})

const TRAITS: { readonly [H in Held]: readonly Trait[] } = {
  nothing: [],
  pinnedShape: [],
  randomness: ['randomness'],
  weights: ['weights'],
  batchStatistics: ['weights', 'batchStatistics'],
}
const sizeOfLayer = (node: LayerNode): Summary => {
  const config = normalized(node)
  // a layer with a wrong config is never built, so it does not matter what it would hold
  return leaf(1, isLeft(config) ? [] : TRAITS[definitionOf(node.kind).held(config.right)])
}

const both = (a: Summary, b: Summary): Summary => ({
  positions: a.positions + b.positions,
  steps: a.steps + b.steps,
  depth: Math.max(a.depth, b.depth),
  traits: union(a.traits, b.traits),
})
const union = (a: readonly Trait[], b: readonly Trait[]): readonly Trait[] =>
  b.every((t) => a.includes(t)) ? a : Object.freeze([...new Set([...a, ...b])])
