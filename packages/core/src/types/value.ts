// The types of what flows inside a graph.
import type { AsShape, Known, Shape, Wrong } from '../shape/shape.js'
import type { Block } from './block.js'
import type { Names, Run, TapTaken, Taps, UnknownTaps } from './op.js'
import type { Distinctly, OpsOf, Sig, Trait } from './signature.js'

/** The key of what only the types know about a value. */
declare const flows: unique symbol

const KEY: unique symbol = Symbol('value') // not exported, so nobody else can call the constructor

/** What a value holds; null for anything that is not a value. */
export let flowIn: (x: unknown) => object | null
/** A new value that holds this object, frozen; the caller supplies its type. */
export let flowing: (flow: object) => Value<never, never, never>

/**
 * A tensor inside a graph. Read twice, it is the same tensor; a block behind it is a fresh copy of
 * its layers each time. It has no methods for layers: put them into a block, and `pipe` it.
 *
 * `P` are its sizes, `H` what the layers before it hold, `T` the taps on the way.
 */
/* oxlint-disable typescript/no-unsafe-declaration-merging --
   dsl/value.ts defines the methods of the interface */
/* oxlint-disable typescript/no-unused-vars --
   the type parameters are those of the interface */
export class Value<out P extends Shape, out H extends Trait, out T = {}> {
  readonly #flow: object

  private constructor(key: typeof KEY, flow: object) {
    if (key !== KEY || new.target !== Value)
      throw new TypeError('Value cannot be constructed or extended; graph() makes values')
    this.#flow = Object.freeze(flow)
    Object.freeze(this)
  }

  static {
    flowIn = (x) => (typeof x === 'object' && x !== null && #flow in x ? x.#flow : null)
    flowing = (flow) => new Value(KEY, flow)
  }
}
/* oxlint-enable typescript/no-unused-vars */
export interface Value<out P extends Shape, out H extends Trait, out T = {}> {
  readonly [flows]: { readonly shape: P; readonly traits: H; readonly taps: T }
  /**
   * The sizes of this tensor, without the batch; null where only the run time knows.
   * Throws {@link BuildError} when what comes before it has problems.
   */
  readonly shape: Sized<P>
  /**
   * Puts a block behind this value, as a fresh copy of its layers at each call.
   * @example
   * import { add, block, graph } from 'layersmith'
   * const conv = block().conv(8, 3, { padding: 'same' })
   * // two convolutions over the same image
   * graph([8, 8, 3], (image) => add(image.pipe(conv), image.pipe(conv))).shape // [8, 8, 8]
   */
  pipe<S2 extends Sig, H2 extends Trait>(
    next: GoodNext<P, H, T, S2, H2, Block<S2, H2>>,
  ): Value<AsShape<Run<P, OpsOf<S2>>>, H | H2, TapsAfter<P, T, S2, H2>>
  /**
   * Names this tensor: `built.features(x)` returns it. Paths and outputs keep their names.
   */
  tap<const N extends string>(
    name: N & Fresh<H, T, N>,
  ): Value<P, H | 'taps', BothTaps<T, { [K in N]: P }>>
  /**
   * Names what the last `pipe` or merge has added: its positions are called `name.conv1` and so on.
   * @example
   * import { block, graph, plan } from 'layersmith'
   * const net = graph([8, 8, 3], (x) => x.pipe(block().conv(4, 3)).as('stem'))
   * plan(net).positions[0]?.path // 'stem.conv1'
   */
  as(name: string): Value<P, H, T>
  /**
   * Makes the types forget its sizes, its taps and what is held, for loops; `check` then finds
   * every mistake at run time.
   */
  loose(): LooseValue
}

/** Any value of a graph. */
export type AnyValue = Value<Shape, Trait, unknown>
/** The result of `loose()`: the types know nothing about it. */
export type LooseValue = Value<number[], Trait, UnknownTaps>

/** The sizes of a value, as its type has them. */
export type ShapeIn<V> = V extends AnyValue ? V[typeof flows]['shape'] : never
/** What the layers before a value hold. */
export type HeldIn<V> = V extends AnyValue ? V[typeof flows]['traits'] : never
/** The taps on the way to a value. */
export type TapsIn<V> = V extends AnyValue ? V[typeof flows]['taps'] : {}

// `infer` shows the compiler that this is covariant
type Sized<P> = P extends infer O extends Shape ? Known<O> : never

type NextText<P, S2> = Run<P, OpsOf<S2>> extends infer M extends string ? M : ''
/** Ok, or the reason why a block of signature S2 cannot follow. Twin of `GoodPipe`. */
type GoodNext<P, H, T, S2, H2, Ok> = `${NextText<P, S2>}` extends `${string} ${string}`
  ? NextText<P, S2>
  : 'taps' extends H
    ? 'taps' extends H2
      ? Distinctly<Names<T>, NewTaps<P, T, S2>, Ok>
      : Ok
    : Ok
type NewTaps<P, T, S2> = Taps<P, OpsOf<S2>, '', Names<T>>
type TapsAfter<P, T, S2, H2> = 'taps' extends H2 ? BothTaps<T, NewTaps<P, T, S2>> : T
/** Two records of taps as one. */
export type BothTaps<T, T2> = T extends infer U
  ? { [K in keyof U | keyof T2]: K extends keyof U ? U[K] : T2[K & keyof T2] }
  : never
type Taken<H, T, N> = 'taps' extends H ? (N extends Names<T> ? TapTaken<N, Names<T>> : '') : ''
type Fresh<H, T, N> = `${Taken<H, T, N>}` extends `${string} ${string}`
  ? Wrong<Taken<H, T, N>>
  : unknown
