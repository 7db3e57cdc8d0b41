// Shapes as types, without the batch: exact where every size is a literal, `number` where a size is
// only known at run time.
import type { Say, Terms } from '../base/sentences.js'
import type { Add, Multiply } from './arith.js'

/** Sizes without the batch dimension, channels last. */
export type Shape = readonly number[]
/** One number for both axes, or [height, width]. */
export type Pair = number | readonly [number, number]
/** One number for all axes, or [depth, height, width]. */
export type Triple = number | readonly [number, number, number]
/** What a window does at the borders: 'valid' stays inside, 'same' pads with zeros. */
export type Padding = 'valid' | 'same'

export type UnionToIntersection<U> = (U extends unknown ? (x: U) => void : never) extends (
  x: infer I,
) => void
  ? I
  : never

/**
 * A literal positive integer stays; number, null, any, unions, 0, negatives and fractions become
 * `number`.
 */
export type Dim<N> = [N] extends [number] ? ([N] extends [never] ? number : OneDim<N, N>) : number
/** Visits the members of N one by one: a member that is not all of N belongs to a union. */
type OneDim<N extends number, All> = N extends N
  ? number extends N
    ? number
    : [All] extends [N]
      ? `${N}` extends NoDim
        ? number
        : N
      : number
  : never
type NoDim = `-${string}` | `${string}.${string}` | `${string}e${string}` | '0'
/** Like Dim, but keeps 0. */
export type Whole<N> = [N] extends [0] ? 0 : Dim<N>
/** A shape as `input` takes it: null becomes `number`. */
export type Dims<S extends readonly (number | null)[]> = {
  -readonly [I in keyof S]: [S[I]] extends [number] ? Dim<S[I]> : number
}
/** Turns an error text into unknown sizes, so one mistake is reported once. */
export type AsShape<S> = S extends Shape ? S : number[]
/** The type of a shape's value: a size that is only known at run time may be null. */
export type Known<S> = { [I in keyof S]: number extends S[I] ? number | null : S[I] }

declare const why: unique symbol
/**
 * Takes the place of a number and says why it cannot be one. (In place of a block, the bare text
 * does.)
 */
export interface Wrong<Text extends string> {
  readonly [why]: Text
}

/** 28x28x1 */
export type Show<S> = S extends readonly [infer H extends number, ...infer R extends number[]]
  ? R extends []
    ? Size<H>
    : `${Size<H>}x${Show<R>}`
  : '?'
type Size<N extends number> = number extends N ? '?' : `${N}`
export type ShowTriple<K> = K extends readonly number[]
  ? Show<K>
  : K extends number
    ? `${K}x${K}x${K}`
    : '?'
export type ShowPair<K> = K extends readonly [infer A extends number, infer B extends number]
  ? `${A}x${B}`
  : K extends number
    ? `${K}x${K}`
    : '?'

// ---------- checks of single numbers; each is `unknown` when all is well, to be intersected with
// the argument's type ----------
type NotACount = `-${string}` | `${string}.${string}` | '0'
/** N can be a count: a positive integer, or not a literal. */
export type Count<N, Name extends string> = [N] extends [number]
  ? number extends N
    ? unknown
    : `${N}` extends NotACount
      ? Wrong<Say<'invalidOption', `${Name} must be ${Terms['count']}`, `${N}`>>
      : unknown
  : unknown
/**
 * Both numbers of a pair can be counts. Written without `infer`, so it also holds when K is a type
 * parameter.
 */
export type CountPair<K, Name extends string> = [K] extends [number]
  ? Count<K, Name>
  : [K] extends [readonly [number, number]]
    ? Both<(K & readonly [number, number])[0], (K & readonly [number, number])[1], Name>
    : unknown
type Both<A, B, Name extends string> =
  unknown extends Count<A, Name> ? Count<B, Name> : Count<A, Name>
/** All numbers of a triple can be counts. */
export type CountTriple<K, Name extends string> = [K] extends [number]
  ? Count<K, Name>
  : [K] extends [readonly [number, number, number]]
    ? unknown extends Both<(K & readonly number[])[0], (K & readonly number[])[1], Name>
      ? Count<(K & readonly number[])[2], Name>
      : Both<(K & readonly number[])[0], (K & readonly number[])[1], Name>
    : unknown
/** Why N, or a number in it, cannot be a whole number, or ''. */
type WholeText<N, Name extends string> = N extends readonly [infer A, ...infer R]
  ? WholeText<A, Name> extends ''
    ? WholeText<R, Name>
    : WholeText<A, Name>
  : N extends number
    ? `${N}` extends `-${string}` | `${string}.${string}`
      ? Say<'invalidOption', `${Name} must be ${Terms['whole']}`, `${N}`>
      : ''
    : ''
/**
 * All numbers in N can be whole. Looks for a space in the text, so that it also works while N is a
 * type parameter; see Fit.
 */
export type WholeNumbers<
  N,
  Name extends string,
> = `${WholeText<N, Name>}` extends `${string} ${string}` ? Wrong<WholeText<N, Name>> : unknown
/** N can be the fraction of values to drop: 0 <= N < 1. */
export type Rate<N, Name extends string> = [N] extends [number]
  ? number extends N
    ? unknown
    : `${N}` extends '0' | `0.${string}` | `${string}e-${string}`
      ? unknown
      : Wrong<Say<'invalidOption', `${Name} must be ${Terms['rate']}`, `${N}`>>
  : unknown

/** All sizes of an input can be counts, or null. */
export type InputSizes<S> = S extends readonly [infer A, ...infer R]
  ? unknown extends Count<A, 'input: every size'>
    ? InputSizes<R>
    : Count<A, 'input: every size'>
  : unknown

// ---------- whole shapes ----------
export type Product<S extends Shape, A extends number = 1> = S extends readonly [
  infer H extends number,
  ...infer R extends number[],
]
  ? Product<R, Multiply<A, H>>
  : S extends readonly []
    ? A
    : number
export type SetLast<S, N extends number> = S extends [...infer R extends number[], number]
  ? [...R, N]
  : S extends Shape
    ? number[]
    : S

/** Whether two shapes are equal; a size only known at run time fits any other. */
export type Agree<A, B> = [A] extends [B]
  ? true
  : A extends Shape
    ? B extends Shape
      ? A['length'] extends B['length']
        ? true extends { [I in keyof A]: I extends keyof B ? Clash<A[I], B[I]> : true }[number]
          ? false
          : true
        : number extends A['length'] | B['length']
          ? true
          : false
      : never
    : never
type Clash<A, B> = number extends A ? false : number extends B ? false : A extends B ? false : true
/** Merges two shapes that agree: a size that either knows is known. */
export type Merge<A, B> = [A] extends [B]
  ? A
  : A extends Shape
    ? { [I in keyof A]: number extends A[I] ? (I extends keyof B ? B[I] : number) : A[I] }
    : A
/**
 * The shape of an element-wise merge, or the text of the mismatch. NumPy's rule for values of equal
 * rank: two sizes are equal, or one of them is 1 and is stretched. Equal shapes come first: they
 * are by far the most, and cost nothing.
 */
export type Broadcast<A, B, Name extends string> = A extends string
  ? A
  : B extends string
    ? B
    : [A, B] extends [B, A]
      ? A
      : Fitting<Stretched<A, B>, `${Name}: ${Say<'mergeMismatch', Show<A>, Show<B>>}`>
/** Both shapes as one; beside a shape of unknown rank, a 1 may become anything. */
type Stretched<A, B> = A extends Shape
  ? B extends Shape
    ? number extends A['length']
      ? Unsure<B>
      : number extends B['length']
        ? Unsure<A>
        : A['length'] extends B['length']
          ? { -readonly [I in keyof A]: I extends keyof B ? Stretch<A[I], B[I]> : never }
          : [Misfit]
    : never
  : never
type Unsure<A extends Shape> = number extends A['length']
  ? number[]
  : { -readonly [I in keyof A]: A[I] extends 1 ? number : A[I] }
type Stretch<N, M> = N extends 1
  ? M
  : M extends 1
    ? N
    : number extends M
      ? N
      : number extends N
        ? M
        : N extends M
          ? N
          : Misfit
/** Takes the place of a size where two do not fit; no number is a text. */
type Misfit = 'misfit'
/** A shape without misfits, or the text. */
type Fitting<R, Text extends string> = R extends readonly unknown[]
  ? Misfit extends R[number]
    ? Text
    : R
  : never

/** The shape of a sum of two equal shapes, or the text of the mismatch. */
export type Same<A, B, Name extends string> = A extends string
  ? A
  : B extends string
    ? B
    : [A, B] extends [B, A]
      ? A
      : Agree<A, B> extends true
        ? Stretched<A, B>
        : `${Name}: ${Say<'residualMismatch', Show<B>, Show<A>>}`

/**
 * The shape of a concatenation along axis X, counted from 1, or -1 for the last; or the text of the
 * mismatch.
 */
export type Concatenated<A, B, X = -1> = A extends string
  ? A
  : B extends string
    ? B
    : X extends -1
      ? A extends readonly [...infer A0 extends number[], infer C1 extends number]
        ? B extends readonly [...infer B0 extends number[], infer C2 extends number]
          ? Agree<A0, B0> extends true
            ? [...AsShape<Merge<A0, B0>>, Add<C1, C2>]
            : `concat: ${Say<'concatMismatch', Show<A>, Show<B>>}`
          : number[]
        : number[]
      : X extends keyof Places
        ? Fitting<JoinedAt<A, B, Places[X]>, `concat: ${Say<'concatMismatch', Show<A>, Show<B>>}`>
        : number[]
/** The indices of axes that count from 1; TensorFlow.js has six axes with the batch. */
interface Places {
  1: '0'
  2: '1'
  3: '2'
  4: '3'
  5: '4'
}
type JoinedAt<A, B, At> = A extends Shape
  ? B extends Shape
    ? number extends A['length'] | B['length']
      ? number[]
      : [A['length'], At] extends [B['length'], keyof A]
        ? {
            -readonly [I in keyof A]: I extends keyof B
              ? I extends At
                ? Add<A[I] & number, B[I] & number>
                : Equal<A[I], B[I]>
              : never
          }
        : [Misfit]
    : never
  : never
type Equal<N, M> = number extends N ? M : number extends M ? N : N extends M ? N : Misfit

/** The error text for a part that needs another rank; unknown sizes when nothing is known. */
export type Needs<S, Name extends string, What extends string, Else = number[]> = S extends Shape
  ? number extends S['length']
    ? Else
    : `${Name}: ${Say<'wrongRank', What, Show<S>>}`
  : S
export type NeedsImage<S, Name extends string, Else = number[]> = Needs<
  S,
  Name,
  Terms['image'],
  Else
>

/** What goes in or comes out: one shape, or several by name. */
export type Ends = Shape | Named
/** The output shapes of a net with several outputs, by name. */
export interface Named {
  readonly [name: string]: Shape
}
