// An op is the type-level record of one layer or composite; it carries its own shape rule.

/** What every op extends. Its own `out` says in terms of `this['in']` what comes out: a shape, or the text of an error. */
export interface Op {
  readonly in: unknown
}
export interface Rule extends Op {
  readonly out: unknown
}
/** An op with taps inside also has `taps`: names and shapes, in terms of `this['in']` and the suffix of the rounds around it, `this['at']`. */
export interface TapRule extends Op {
  readonly at: unknown
  readonly taps: unknown
}
export type Ops = readonly Op[]

/** The shape after one op, or the text of an error. */
export type Step<S, O> = O extends Rule ? (O & { readonly in: S })['out'] : never

/** Folds ops over a shape, four at a time, tail recursive; an error text falls through. */
export type Run<S, L extends Ops> =
  S extends string ? S
  : L extends readonly [infer A, infer B, infer C, infer D, ...infer R extends Ops] ? Run<Step<Step<Step<Step<S, A>, B>, C>, D>, R>
  : L extends readonly [infer A, ...infer R extends Ops] ? Run<Step<S, A>, R>
  : L extends readonly [] ? S
  : number[]

/** The taps of ops that start at shape S: a record of names and shapes. */
export type Taps<S, L extends Ops, At = '', T = {}> =
  L extends readonly [infer A extends Op, ...infer R extends Ops]
    ? Taps<Step<S, A>, R, At, A extends TapRule ? T & (A & { readonly in: S; readonly at: At })['taps'] : T>
    : L extends readonly [] ? { [K in keyof T]: T[K] }
    : UnknownTaps
export type UnknownTaps = Record<string, number[]>
