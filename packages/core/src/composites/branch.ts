import { wrap } from '../ast/block.js'
import type { Chain, Part } from '../ast/node.js'
import { inside } from '../ast/scope.js'
import { around } from '../ast/summary.js'
import { exact } from '../base/arity.js'
import type { Entry } from '../base/call-site.js'
import { describe, snapshot } from '../base/json.js'
import { complain } from '../base/problem.js'
import type { Say } from '../base/sentences.js'
import type { ConcatOptions } from '../kinds/families/merge/concat.js'
import type { DotAxes, DotOptions } from '../kinds/families/merge/dot.js'
import { record } from '../kinds/kind.js'
import type { Wrong } from '../shape/shape.js'
import type { AnyBlock, Block } from '../types/block.js'
import type { Checked, Op, Ops, Run, TapsOfAll } from '../types/op.js'
import type { Open, OpsOf, Sig, Trait } from '../types/signature.js'
import type { Composite } from './composite.js'
import { partOf } from './group.js'
import {
  type MergeName,
  type MergedPair,
  type Merging,
  mergeNames,
  mergeOptions,
  merged,
  positionsOf,
  readMerge,
  writeMerge,
} from './merge.js'

export interface BranchNode extends Merging {
  readonly kind: 'branch'
  readonly arms: readonly Chain[]
}
declare module '../ast/node.js' {
  interface CompositeNodes {
    branch: BranchNode
  }
}

export interface Merged<L extends readonly Ops[], M extends MergeName, X = -1> extends Op {
  readonly at: unknown
  readonly seen: unknown
  readonly out: L extends readonly [infer A extends Ops, ...infer R extends readonly Ops[]]
    ? Fold<this['in'], R, M, X, Run<this['in'], A>>
    : this['in']
  readonly taps: TapsOfAll<this['in'], L, this['at'], this['seen']>
}
type Fold<S, L extends readonly Ops[], M extends MergeName, X, Acc> = L extends readonly [
  infer A extends Ops,
  ...infer R extends readonly Ops[],
]
  ? Fold<S, R, M, X, MergedPair<Acc, Run<S, A>, M, X>>
  : Acc

type OpsOfAll<B extends readonly AnyBlock[]> = {
  -readonly [I in keyof B]: B[I] extends Block<infer S, Trait> ? OpsOf<S> : never
}
type HeldByAll<B> = B extends Block<Sig, infer H> ? H : never
/** The `this` of a merge of two values; the reason for refusal for any other number. */
type OfTwo<L extends readonly unknown[], Name extends MergeName> = number extends L['length']
  ? unknown
  : L['length'] extends 2
    ? unknown
    : Wrong<`${Name}: ${Say<'invalidOption', 'there must be two branches', `${L['length']}`>}`>

/** Several blocks over one input, waiting for their outputs to be merged. */
export interface Branch<L extends readonly Ops[], H extends Trait> {
  /**
   * Joins the outputs along the last axis, or along `axis`; all other sizes must agree. Keras:
   * `Concatenate`.
   */
  concat<const X extends number = -1>(
    options?: ConcatOptions<X>,
  ): Block<Open<[Checked<Merged<L, 'concat', X>, H>]>, H>
  /**
   * Adds the outputs. As in NumPy, their sizes must be equal, or 1, which is stretched; so for all
   * element-wise merges.
   */
  add(): Block<Open<[Checked<Merged<L, 'add'>, H>]>, H>
  /**
   * Multiplies the outputs: 28x28x8 by 28x28x8, or by 1x1x8, as squeeze-and-excite does (Hu et al.
   * 2018, https://arxiv.org/abs/1709.01507).
   */
  multiply(): Block<Open<[Checked<Merged<L, 'multiply'>, H>]>, H>
  /** The mean of the outputs. */
  average(): Block<Open<[Checked<Merged<L, 'average'>, H>]>, H>
  /** The element-wise maximum of the outputs. */
  maximum(): Block<Open<[Checked<Merged<L, 'maximum'>, H>]>, H>
  /** The element-wise minimum of the outputs. */
  minimum(): Block<Open<[Checked<Merged<L, 'minimum'>, H>]>, H>
  /**
   * The first of two outputs minus the second. TensorFlow.js has no layer for it: the second is
   * multiplied by -1 and added.
   */
  subtract(this: OfTwo<L, 'subtract'>): Block<Open<[Checked<Merged<L, 'subtract'>, H>]>, H>
  /**
   * The dot product of two outputs, vectors [batch, size] or matrices [batch, rows, columns], along
   * one axis of each: two vectors give [batch, 1]; with `normalize`, their cosine. Keras: `Dot`.
   */
  dot<const X extends DotAxes = -1>(
    this: OfTwo<L, 'dot'>,
    options?: DotOptions<X>,
  ): Block<Open<[Checked<Merged<L, 'dot', X>, H>]>, H>
}

/**
 * Several blocks that all get the same input; `block()` is the input itself.
 * @example
 * import { block, branch, input } from 'layersmith'
 * const wide = block().conv(8, 3, { padding: 'same' })
 * const inception = branch(block().conv(8, 1), wide, block()).concat()
 * input([16, 16, 4]).pipe(inception).shape // [16, 16, 20]
 */
export function branch<B extends readonly [AnyBlock, AnyBlock, ...AnyBlock[]]>(
  ...blocks: B
): Branch<OpsOfAll<B>, HeldByAll<B[number]>> {
  const arms = Object.freeze(blocks.map(partOf))
  const merges = mergeNames.map((merge) => {
    // all take options, so check reports those that a merge does not have
    const call: Entry = exact(merge, (options?: unknown) =>
      wrap({ kind: 'branch', merge, config: record({}, options), arms }, call, blocks),
    )
    return [merge, call]
  })
  // one method for each merge
  return Object.freeze(Object.fromEntries(merges)) as Branch<OpsOfAll<B>, HeldByAll<B[number]>>
}

const partsIn = ({ arms }: BranchNode): readonly Part[] =>
  arms.map((chain) => ({ input: null, chain }))

export const definition: Composite<BranchNode> = {
  kind: 'branch',
  noun: 'a branch',
  parts: ({ arms }) => arms,
  withParts: (node, arms) => ({ ...node, arms: Object.freeze(arms) }),
  size: (node) => around(node.arms, 1, positionsOf(node)),
  walk: (node, value, at, walk) => {
    const path = at.scope.numbered('branch')
    const scope = inside(path)
    if (node.arms.length < 2)
      walk.complainOnce(
        path,
        node,
        complain('invalidOption', {
          expected: 'branch must have at least two arms',
          got: String(node.arms.length),
          fix: 'an arm may be empty: block()',
        }),
      )
    const values = node.arms.map((arm, i) =>
      walk.part(arm, value, { ...at, scope: inside(scope.fixed(i + 1)) }),
    )
    return merged(node, values, { ...at, scope }, walk)
  },

  json: {
    write: (node, json) => ({
      kind: node.kind,
      ...writeMerge(node),
      arms: node.arms.map((arm) => json.chain(arm)),
    }),
    read: (given, path, json) => {
      json.fields(given, path, ['kind', 'merge', 'config', 'arms'])
      const merge = readMerge(given, path, json)
      const arms: unknown = given.arms
      if (!Array.isArray(arms) || arms.length < 2)
        return json.no(
          `${path}.arms`,
          complain('malformedJson', {
            expected: 'must be a list of at least two lists of nodes',
            got: describe(snapshot(arms)),
            fix: 'an arm may be empty: []',
          }),
        )
      const chains = arms.map((arm, i) => json.chain(arm, `${path}.arms[${i}]`))
      return merge === null ? null : { kind: 'branch', ...merge, arms: Object.freeze(chains) }
    },
  },

  source: {
    functions: ['branch'],
    parts: partsIn,
    express: (node, source) => ({
      start: source.call('branch', ...partsIn(node).map((part) => source.use(part))),
      calls: [{ name: node.merge, args: mergeOptions(node, source) }],
    }),
    nests: true,
  },
}
