// The merges of a graph's values. Each is the method of the same name on a branch.
import type { Entry } from '../base/call-site.js'
import { isObject } from '../base/json.js'
import type { MergeName, MergedPair } from '../composites/merge.js'
import type { ConcatOptions } from '../kinds/families/merge/concat.js'
import type { DotAxes, DotOptions } from '../kinds/families/merge/dot.js'
import { record } from '../kinds/kind.js'
import type { AsShape } from '../shape/shape.js'
import type { AnyValue, BothTaps, HeldIn, ShapeIn, TapsIn, Value } from '../types/value.js'
import { type MadeValue, isValue, mergeValues } from './value.js'

type List = readonly unknown[]
type Values = readonly AnyValue[]

/** What comes of the values so far, at each of them: a shape, or the text of the mismatch. */
type Running<
  V extends List,
  M extends MergeName,
  X,
  Acc = never,
  Out extends List = [],
> = V extends readonly [infer A, ...infer R]
  ? A extends AnyValue
    ? Next<Acc, ShapeIn<A>, M, X> extends infer N
      ? Running<R, M, X, N, [...Out, N]>
      : never
    : [...Out, Acc]
  : V extends readonly []
    ? Out
    : readonly ShapeIn<V[number]>[]
type Next<Acc, P, M extends MergeName, X> = [Acc] extends [never] ? P : MergedPair<Acc, P, M, X>
type Last<L extends List> = L extends readonly [...unknown[], infer Z]
  ? Z
  : number extends L['length']
    ? number[]
    : never
type Text<L, I> = I extends keyof L ? (L[I] extends infer M extends string ? M : '') : ''
/** Each argument's own type, or the reason why it does not fit those before it. */
type Fits<V extends List, L> = {
  [I in keyof V]: `${Text<L, I>}` extends `${string} ${string}` ? Text<L, I> : V[I]
}

type Held<V extends List> = V[number] extends infer A ? HeldIn<A> : never
type TapsOfAll<V, T = {}> = V extends readonly [infer A, ...infer R]
  ? TapsOfAll<R, A extends AnyValue ? BothTaps<T, TapsIn<A>> : T>
  : T
// the result of a merge is written out at each function: the compiler would print an alias
type Merged<V extends List, M extends MergeName, X = -1> = AsShape<Last<Running<V, M, X>>>
type Tapped<V extends List> = 'taps' extends Held<V> ? TapsOfAll<V> : {}

type AxisOf<V extends List> = V extends readonly [...unknown[], infer O]
  ? O extends { readonly axis: infer X extends number }
    ? X
    : -1
  : -1

const elementwise = (merge: MergeName, values: List, entry: Entry): MadeValue =>
  mergeValues({ merge, config: {} }, values, entry)

/**
 * Adds values of a graph. As in NumPy, their sizes must be equal, or 1, which is stretched; so for
 * all element-wise merges.
 * @example
 * import { add, block, graph } from 'layersmith'
 * const gate = block().globalPool().dense(8).reshape([1, 1, -1])
 * graph([16, 16, 8], (x) => add(x, x.pipe(gate))).shape // [16, 16, 8]
 */
export function add<const V extends Values>(
  ...values: Fits<V, Running<V, 'add', -1>>
): Value<Merged<V, 'add'>, Held<V>, Tapped<V>> {
  return elementwise('add', values, add)
}
/** The mean of values of a graph. */
export function average<const V extends Values>(
  ...values: Fits<V, Running<V, 'average', -1>>
): Value<Merged<V, 'average'>, Held<V>, Tapped<V>> {
  return elementwise('average', values, average)
}
/** The element-wise maximum of values of a graph. */
export function maximum<const V extends Values>(
  ...values: Fits<V, Running<V, 'maximum', -1>>
): Value<Merged<V, 'maximum'>, Held<V>, Tapped<V>> {
  return elementwise('maximum', values, maximum)
}
/** The element-wise minimum of values of a graph. */
export function minimum<const V extends Values>(
  ...values: Fits<V, Running<V, 'minimum', -1>>
): Value<Merged<V, 'minimum'>, Held<V>, Tapped<V>> {
  return elementwise('minimum', values, minimum)
}
/**
 * Multiplies values of a graph: 28x28x8 by 28x28x8, or by 1x1x8, as squeeze-and-excite does (Hu et
 * al. 2018, https://arxiv.org/abs/1709.01507).
 */
export function multiply<const V extends Values>(
  ...values: Fits<V, Running<V, 'multiply', -1>>
): Value<Merged<V, 'multiply'>, Held<V>, Tapped<V>> {
  return elementwise('multiply', values, multiply)
}
/**
 * The first value minus the second. TensorFlow.js has no layer for it: the second is multiplied by
 * -1 and added.
 */
export function subtract<const A extends AnyValue, const B extends AnyValue>(
  ...values: Fits<[A, B], Running<[A, B], 'subtract', -1>>
): Value<Merged<[A, B], 'subtract'>, Held<[A, B]>, Tapped<[A, B]>> {
  return elementwise('subtract', values, subtract)
}
/**
 * Joins values of a graph along the last axis, or along `axis`; all other sizes must agree. Keras:
 * `Concatenate`.
 * @example
 * import { concat, graph } from 'layersmith'
 * graph([8, 4, 3], (x) => concat(x, x)).shape // [8, 4, 6]
 * graph([8, 4, 3], (x) => concat(x, x, { axis: 1 })).shape // [16, 4, 3]
 */
export function concat<const V extends readonly (AnyValue | ConcatOptions)[]>(
  ...values: Fits<V, Running<V, 'concat', AxisOf<V>>>
): Value<Merged<V, 'concat', AxisOf<V>>, Held<V>, Tapped<V>> {
  const given: List = values
  const options = given.at(-1)
  const has = isObject(options) && !isValue(options)
  const config = has ? record({}, options) : {}
  return mergeValues({ merge: 'concat', config }, has ? given.slice(0, -1) : given, concat)
}
/**
 * The dot product of two values of a graph, vectors [batch, size] or matrices [batch, rows,
 * columns], along one axis of each: two vectors give [batch, 1]; with `normalize`, their cosine.
 * Keras: `Dot`.
 */
export function dot<
  const A extends AnyValue,
  const B extends AnyValue,
  const X extends DotAxes = -1,
>(
  a: A,
  b: GoodDot<A, B, X>,
  options?: DotOptions<X>,
): Value<Merged<[A, B], 'dot', X>, Held<[A, B]>, Tapped<[A, B]>> {
  return mergeValues({ merge: 'dot', config: record({}, options) }, [a, b], dot)
}
type DotText<A, B, X> =
  MergedPair<ShapeIn<A>, ShapeIn<B>, 'dot', X> extends infer M extends string ? M : ''
type GoodDot<A, B, X> = `${DotText<A, B, X>}` extends `${string} ${string}` ? DotText<A, B, X> : B
