// An op is the type-level record of one layer or composite; it carries its own shape rule.
import type { ListOf, Words } from './unions.js'
import type { Say } from '../base/sentences.js'

/**
 * The base of every op. Its own `out` computes what comes out from `this['in']`: a shape, or the
 * text of an error.
 */
export interface Op {
  readonly in: unknown
}
export interface Rule extends Op {
  readonly out: unknown
}
/**
 * An op with taps inside also has `taps`: names and shapes, in terms of `this['in']`, the suffix of
 * the rounds around it, `this['at']`, and the names that are taken, `this['seen']`.
 */
export interface TapRule extends Op {
  readonly at: unknown
  readonly seen: unknown
  readonly taps: unknown
}
/** What a block does to a shape, step by step. */
export type Ops = readonly Op[]

/** The shape after one op, or the text of an error. */
export type Step<S, O> = O extends Rule ? (O & { readonly in: S })['out'] : never

/**
 * Folds ops over a shape: four at a time, tail recursive, and the rest in one step. An error text
 * passes through.
 */
export type Run<S, L extends Ops> = S extends string
  ? S
  : L extends readonly [infer A, infer B, infer C, infer D, ...infer R extends Ops]
    ? Run<Step<Step<Step<Step<S, A>, B>, C>, D>, R>
    : L extends readonly [infer A, infer B, infer C]
      ? Step<Step<Step<S, A>, B>, C>
      : L extends readonly [infer A, infer B]
        ? Step<Step<S, A>, B>
        : L extends readonly [infer A]
          ? Step<S, A>
          : L extends readonly []
            ? S
            : L extends readonly [infer A, ...infer R extends Ops]
              ? Run<Step<S, A>, R>
              : number[]

/**
 * The taps of ops that start at shape S, after taps with the names in Seen: a record of names and
 * shapes.
 */
export type Taps<S, L extends Ops, At = '', Seen = never, T = {}> = L extends readonly [
  infer A extends Op,
  ...infer R extends Ops,
]
  ? Taps<
      Step<S, A>,
      R,
      At,
      Seen,
      A extends TapRule
        ? T & (A & { readonly in: S; readonly at: At; readonly seen: Seen | Names<T> })['taps']
        : T
    >
  : L extends readonly []
    ? { [K in keyof T]: T[K] }
    : UnknownTaps
/** The taps of a block whose names the compiler does not know. */
export type UnknownTaps = Record<string, number[]>
/** The taps of several lists of ops that all start at shape S. */
export type TapsOfAll<S, L extends readonly Ops[], At, Seen, T = {}> = L extends readonly [
  infer A extends Ops,
  ...infer R extends readonly Ops[],
]
  ? TapsOfAll<S, R, At, Seen, T & Taps<S, A, At, Seen | Names<T>>>
  : T
/** The names of taps; never when they are not known one by one. */
export type Names<T> = string extends keyof T ? never : keyof T & string

declare const doubled: unique symbol
/** Takes the place of a tap's shape when its name is taken. */
export interface Doubled {
  readonly [doubled]: true
}
/** The names of taps that were taken. */
export type NamesDoubled<T> = { [K in keyof T]: T[K] extends Doubled ? K : never }[keyof T] & string
/** The text for names that are used twice; Seen are the names already taken. */
export type TapTaken<N, Seen> = `tap: ${Say<'duplicateTap', Words<ListOf<Seen>>, N & string>}`

/** An op with several parts that hold H: if they have taps, the names must differ. */
export type Checked<O extends TapRule & Rule, H> = 'taps' extends H ? Distinct<O> : O
export interface Distinct<O extends TapRule & Rule> extends Op {
  readonly at: unknown
  readonly seen: unknown
  readonly out: [NamesDoubled<TapsIn<O, this['in'], '', never>>] extends [never]
    ? Step<this['in'], O>
    : TapTaken<
        NamesDoubled<TapsIn<O, this['in'], '', never>>,
        keyof TapsIn<O, this['in'], '', never>
      >
  readonly taps: TapsIn<O, this['in'], this['at'], this['seen']>
}
type TapsIn<O extends TapRule, S, At, Seen> = (O & {
  readonly in: S
  readonly at: At
  readonly seen: Seen
})['taps']
