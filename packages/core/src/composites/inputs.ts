// Several inputs: how a net with several starts, until they are joined.
import { type Made, stateOf, wrap } from '../ast/block.js'
import { inputNames } from '../ast/input.js'
import type { Arm, InputNode } from '../ast/node.js'
import { exact } from '../base/arity.js'
import { rememberCallSite } from '../base/call-site.js'
import { isObject, snapshot } from '../base/json.js'
import type { Say } from '../base/sentences.js'
import type { ConcatOptions } from '../kinds/families/merge/concat.js'
import type { DotAxes, DotOptions } from '../kinds/families/merge/dot.js'
import { record } from '../kinds/kind.js'
import type { AsShape, Dims, InputSizes, UnionToIntersection, Wrong } from '../shape/shape.js'
import type { AnyBlock, Block } from '../types/block.js'
import type { Names, Run, Taps } from '../types/op.js'
import type { Fixed, Named, OpsOf, Sig, Tapped, Trait } from '../types/signature.js'
import type { CountOf, ListOf, Words } from '../types/unions.js'
import { partOf, piped } from './group.js'
import type { JoinNode } from './join.js'
import type { MergeName, MergedPair } from './merge.js'

// ---------- names ----------
type NoSuch<K, I> = Say<'unknownInput', Words<ListOf<keyof I>>, K & string>

// ---------- each ----------
type Parts<I> = AnyBlock | { readonly [K in keyof I]?: AnyBlock }
/** The block for one input, from the argument of `each`. */
type PartOf<B, K> = B extends AnyBlock ? B : K extends keyof B ? B[K] : never
type After<V, B, K extends keyof V> = [PartOf<B, K>] extends [never]
  ? V[K]
  : PartOf<B, K> extends Block<infer S, Trait>
    ? Run<V[K], OpsOf<S>>
    : number[]
type EachOf<V, B> = V extends unknown ? { readonly [K in keyof V]: AsShape<After<V, B, K>> } : never
type TapsOfEach<V, B, H, T> = 'taps' extends H
  ? UnionToIntersection<
      {
        [K in keyof V]: [PartOf<B, K>] extends [never]
          ? {}
          : PartOf<B, K> extends Block<infer S, Trait>
            ? Taps<V[K], OpsOf<S>, `.${K & string}`, Names<T>>
            : {}
      }[keyof V]
    >
  : {}
type HeldOf<B> =
  B extends Block<Sig, infer H>
    ? H
    : B extends AnyBlock
      ? never
      : B[keyof B] extends infer P
        ? P extends Block<Sig, infer H>
          ? H
          : never
        : never
/** `unknown` if the parts fit, else the reason, at the part or name that does not. */
type FitEach<V, B> = B extends AnyBlock
  ? FitAll<V, B>
  : {
      readonly [K in keyof B]: K extends keyof V
        ? After<V, B, K> extends infer M extends string
          ? Wrong<M>
          : unknown
        : Wrong<NoSuch<K, V>>
    }
type FitAll<V, B> = {
  [K in keyof V]: After<V, B, K> extends infer M extends string ? `${K & string}: ${M}` : never
}[keyof V] extends infer M
  ? [M] extends [never]
    ? unknown
    : Wrong<M & string>
  : never

// ---------- merge ----------
type Shapes<V, L> = L extends readonly [infer K, ...infer R]
  ? [K extends keyof V ? V[K] : number[], ...Shapes<V, R>]
  : []
type Fold<L, M extends MergeName, X, Acc> = L extends readonly [infer A, ...infer R]
  ? Fold<R, M, X, MergedPair<Acc, A, M, X>>
  : Acc
type Joined<V, M extends MergeName, O extends readonly unknown[], X> =
  Shapes<V, number extends O['length'] ? ListOf<keyof V> : O> extends [infer A, ...infer R]
    ? Fold<R, M, X, A>
    : number[]
type FitMerge<V, M extends MergeName, O extends readonly unknown[], X> = M extends
  | 'subtract'
  | 'dot'
  ? CountOf<keyof V> extends 2
    ? FitJoined<V, M, O, X>
    : Wrong<`${M}: ${Say<'invalidOption', 'there must be two inputs', `${CountOf<keyof V>}`>}`>
  : FitJoined<V, M, O, X>
type FitJoined<V, M extends MergeName, O extends readonly unknown[], X> =
  Joined<V, M, O, X> extends infer T extends string ? Wrong<T> : unknown
type MergeOptions<M, X extends DotAxes> = M extends 'dot'
  ? DotOptions<X>
  : M extends 'concat'
    ? ConcatOptions<X & number>
    : never
/** Requires every name exactly once. */
type FitOrder<V, O extends readonly unknown[]> = number extends O['length']
  ? unknown
  : [Exclude<O[number], keyof V>] extends [never]
    ? [CountOf<keyof V>, Exclude<keyof V, O[number]>] extends [O['length'], never]
      ? unknown
      : Wrong<
          Say<'invalidOption', `the order must be each of ${Words<ListOf<keyof V>>} once`, Words<O>>
        >
    : Wrong<NoSuch<Exclude<O[number], keyof V>, V>>

/**
 * Several inputs by name, waiting to be merged. `I` holds their shapes, `V` the output shape of
 * each so far, `T` the taps.
 */
export interface Inputs<I extends Named, V extends Named, T, H extends Trait> {
  /**
   * Puts a block after each input: the same block for all, as fresh copies or tied, or a record
   * with blocks for some of them. The positions are called `left.conv1`; a tap `c` there, `c.left`.
   * @example
   * import { block, inputs } from 'layersmith'
   * const both = inputs({ image: [8, 8, 3], size: [2] })
   * const vectors = both.each({ image: block().conv(4, 3).globalPool() })
   * vectors.merge('concat').shape // [6]
   */
  each<const B extends Parts<V>>(
    parts: B & FitEach<V, B>,
  ): Inputs<I, EachOf<V, B>, T & TapsOfEach<V, B, HeldOf<B>, T>, H | HeldOf<B>>
  /**
   * Merges all of them into one value; the result is a net like any other.
   * @param kind a merge that `branch` has as a method: add, average, concat, dot, maximum, minimum,
   *   multiply, subtract
   * @param order the names in merge order; by default, the order of the inputs
   * @param options for `concat`: axis; for `dot`: axes and normalize
   */
  merge<
    const M extends MergeName,
    const O extends readonly string[] = readonly string[],
    const X extends DotAxes = -1,
  >(
    kind: M & FitMerge<V, M, O, X>,
    order?: O & FitOrder<V, O>,
    options?: MergeOptions<M, X>,
  ): Block<
    [keyof T] extends [never]
      ? Fixed<I, AsShape<Joined<V, M, O, X>>>
      : Tapped<I, AsShape<Joined<V, M, O, X>>, { [K in keyof T]: T[K] }>,
    H
  >
}

type Given = Readonly<Record<string, readonly (number | null)[]>>
// a conditional type prints resolved, not as its name
type ShapesOf<I extends Given> = I extends unknown ? { readonly [K in keyof I]: Dims<I[K]> } : never
/** Every shape must be sizes; a net with a single input starts with `input`. */
type FitInputs<I extends Given> = string extends keyof I
  ? unknown
  : CountOf<keyof I> extends 0 | 1
    ? Wrong<Say<'invalidOption', 'inputs must be at least two', `${CountOf<keyof I>}`>>
    : { readonly [K in keyof I]: InputSizes<I[K]> }

/**
 * Starts a net with several inputs, by name. `toModel(…).predict` takes a record of tensors with
 * these names.
 * @param shapes the sizes of each input, without the batch, channels last; null for a size that is
 *   known only at run time
 * @example
 * import { input, inputs, tie, toModel } from 'layersmith'
 * import * as tf from '@tensorflow/tfjs'
 * const features = input([28, 28, 1]).conv(4, 3).bn().relu().pool(2).flatten().dense(8)
 * const encoder = tie(features, { bn: 'per-use' })
 * const both = inputs({ left: [28, 28, 1], right: [28, 28, 1] }).each(encoder)
 * const pair = both.merge('subtract').dense(1, { activation: 'sigmoid' })
 * const built = toModel(pair, { seed: 1 })
 * const [left, right] = [tf.zeros<tf.Rank.R4>([5, 28, 28, 1]), tf.ones<tf.Rank.R4>([5, 28, 28, 1])]
 * built.predict({ left, right }).shape // [5, 1]
 * built.dispose()
 */
export const inputs = /* @__PURE__ */ exact(
  'inputs',
  <const I extends Given>(
    shapes: I & FitInputs<I>,
  ): Inputs<ShapesOf<I>, ShapesOf<I>, {}, never> => {
    const start: InputNode = { kind: 'input', shape: snapshot(shapes) }
    rememberCallSite(start, inputs)
    return stage(Object.freeze(start), [], [])
  },
)

const stage = (start: InputNode, arms: readonly Arm[], parts: readonly unknown[]): Stage => {
  const made: Stage = {
    each: exact('each', (given) => {
      const named = isObject(given)
        ? Object.entries(given)
        : (inputNames(start) ?? []).map((name) => [name, given] as const)
      // refuses anything that is neither a block nor a record of blocks
      if (named.length === 0) partOf(given)
      // a name that no input has is kept, so check reports it
      const bodies = new Map(arms.map(({ name, body }) => [name, body]))
      for (const [name, part] of named) {
        const body = piped(bodies.get(name) ?? null, stateOf(part), made.each)
        bodies.delete(name) // it goes to the end
        bodies.set(name, body)
      }
      const all = [...bodies].map(([name, body]) => Object.freeze({ name, body }))
      return stage(start, all, [...parts, ...named.map(([, part]) => part)])
    }),
    merge: exact('merge', (kind, order, options) => {
      const node: JoinNode = {
        kind: 'join',
        merge: kind,
        config: record({}, options),
        order: order === undefined ? null : snapshot(order),
        arms: Object.freeze(arms),
      }
      return wrap(node, made.merge, parts, start)
    }),
  }
  return Object.freeze(made)
}
/** An `Inputs` at run time. */
interface Stage {
  readonly each: (given: unknown) => Stage
  readonly merge: (kind: MergeName, order?: unknown, options?: unknown) => Made
}
