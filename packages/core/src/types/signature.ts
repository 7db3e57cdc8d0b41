// What the types know about a block: its signature and what it holds, and how a call changes both.
import type { From } from './from.js'
import type { Names, NamesDoubled, Ops, Rule, Run, Step, TapTaken, Taps } from './op.js'
import type { AsShape, Ends, Known, Named, Shape, Wrong } from '../shape/shape.js'
export type { Ends, Named }

/**
 * What a block holds; `foreign` is a custom layer, which we know nothing about. Adding a trait
 * never makes a block fit where it did not fit before.
 */
export type Trait = 'weights' | 'batchStatistics' | 'randomness' | 'taps' | 'foreign'

/** No input yet: the ops that change shapes are kept, and run once the input is known. */
export interface Open<L extends Ops> {
  readonly ops: L
}
/** The input is known, and so is the output. */
export interface Fixed<In extends Ends, Out extends Ends> {
  readonly from: In
  readonly to: Out
}
/** Fixed, with the shapes of named places on the way. */
export interface Tapped<In extends Ends, Out extends Ends, T> extends Fixed<In, Out> {
  readonly taps: T
}
/** The signature of a block. */
export type Sig = Open<Ops> | Fixed<Ends, Shape>
/** The signature of a block, or of a net that ends in several outputs. */
export type AnySig = Sig | Fixed<Ends, Ends>

/** The key of what only the types know about a block. */
export declare const types: unique symbol
/**
 * What a model can be made of: a block, or a net that ends in several outputs. `S` is its
 * signature, `H` what it holds.
 */
export interface Description<out S extends AnySig, out H extends Trait> {
  readonly [types]: { readonly sig: S; readonly traits: H }
  /**
   * The sizes that come out, without the batch: null where only the run time knows; by name where
   * there are several outputs; undefined for an open block. Throws {@link BuildError} when the net
   * has problems.
   */
  readonly shape: ShapeOf<S>
  /** The chain of layers with the sizes that go in and come out, as `console.log` shows it. */
  toString(): string
}
/** Any block or net, and any net with several outputs. */
export type AnyDescription = Description<AnySig, Trait>

/** S followed by one op. */
export type Then<S extends Sig, O extends Rule> =
  S extends Open<infer L>
    ? Open<[...L, O]>
    : S extends Fixed<infer I, infer P>
      ? S extends { readonly taps: infer T }
        ? Tapped<I, AsShape<Step<P, O>>, T>
        : Fixed<I, AsShape<Step<P, O>>>
      : never

/**
 * S followed by a whole block of signature S2 that holds H2; a fixed block checks that its input
 * fits.
 */
export type Append<S extends Sig, S2 extends Sig, H2> =
  S extends Open<infer L>
    ? Open<[...L, ...OpsOf<S2>]>
    : S extends Fixed<infer I, infer P>
      ? S extends Tapped<I, P, infer T>
        ? Tapped<
            I,
            AsShape<Run<P, OpsOf<S2>>>,
            'taps' extends H2 ? Both<T, Taps<P, OpsOf<S2>, '', Names<T>>> : T
          >
        : 'taps' extends H2
          ? Tapped<I, AsShape<Run<P, OpsOf<S2>>>, Taps<P, OpsOf<S2>>>
          : Fixed<I, AsShape<Run<P, OpsOf<S2>>>>
      : never

/** Two records of taps as one. */
type Both<T, T2> = { [K in keyof T | keyof T2]: K extends keyof T ? T[K] : T2[K & keyof T2] }

/**
 * What a block adds to a list of ops; an unknown block adds a list of unknown length.
 */
export type OpsOf<S> = [S] extends [Open<infer L>]
  ? L
  : [S] extends [Tapped<infer I, infer O, infer T>]
    ? [From<I, O, T>]
    : [S] extends [Fixed<infer I, infer O>]
      ? [From<I, O>]
      : Ops
/** The type of `.shape`. */
export type ShapeOf<S> =
  S extends Fixed<Ends, infer O>
    ? O extends Shape
      ? Known<O>
      : { readonly [K in keyof O]: Known<O[K]> }
    : undefined

// ---------- checks of arguments: all of them vanish for an open block ----------
// They also work inside a function that is generic over the block: there the text is not known yet,
// and the compiler takes the second branch, because the constraint alone cannot produce a text with
// a space in it.
type Text<S, O extends Rule> =
  S extends Fixed<Ends, infer P> ? (Step<P, O> extends infer M extends string ? M : '') : ''
type PipeText<S, S2> =
  S extends Fixed<Ends, infer P> ? (Run<P, OpsOf<S2>> extends infer M extends string ? M : '') : ''

/**
 * `unknown` when O can follow S, otherwise the reason; intersect it with the argument's own type.
 */
export type Fit<S, O extends Rule> = `${Text<S, O>}` extends `${string} ${string}`
  ? Wrong<Text<S, O>>
  : unknown
/** Ok, or the reason why O cannot follow S. */
export type Good<S, O extends Rule, Ok> = `${Text<S, O>}` extends `${string} ${string}`
  ? Text<S, O>
  : Ok
/** Ok, or the reason why a block of signature S2 cannot follow S. */
export type GoodPipe<S, H, S2, H2, Ok> = `${PipeText<S, S2>}` extends `${string} ${string}`
  ? PipeText<S, S2>
  : 'taps' extends H
    ? 'taps' extends H2
      ? Distinctly<TapNames<S>, TapsAfter<S, S2>, Ok>
      : Ok
    : Ok
/** Ok, or the reason why taps T cannot follow taps with the names in Seen. */
export type Distinctly<Seen, T, Ok> = `${TapText<Seen, T>}` extends `${string} ${string}`
  ? TapText<Seen, T>
  : Ok
type TapText<Seen, T> = [NamesDoubled<T>] extends [never]
  ? ''
  : TapTaken<NamesDoubled<T>, Seen | Names<T>> extends infer M extends string
    ? M
    : ''

// ---------- taps ----------
/** The names of the taps of a signature; never when they are not known one by one. */
export type TapNames<S> =
  S extends Open<infer L>
    ? Names<Taps<number[], L>>
    : S extends { readonly taps: infer T }
      ? Names<T>
      : never
/** The taps of S2 when it follows S. */
type TapsAfter<S, S2> = Taps<
  S extends Fixed<Ends, infer P> ? P : number[],
  OpsOf<S2>,
  '',
  TapNames<S>
>
/** The taps of a net, with the sizes' types as `.shape` gives them. */
export type TapsOf<S> = S extends { readonly taps: infer T } ? { [K in keyof T]: Known<T[K]> } : {}
