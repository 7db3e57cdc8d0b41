// The dot product of two inputs along one axis of each.
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type Two, dotAxes, flag, optional } from '../../../config/field.js'
import { type LayerKind, NO_PARAMS } from '../../kind.js'
import { type Complaint, complain } from '../../../base/problem.js'
import type { Say } from '../../../base/sentences.js'
import type { Shape, Show } from '../../../shape/shape.js'
import { type Sizes, show, times } from '../../../shape/sizes.js'

/**
 * One axis for both inputs, or one for each; counted from 1, without the batch; -1 is the last axis
 * of each.
 */
export type DotAxes = number | readonly [number, number]
/** The options of a `dot` merge. */
export interface DotOptions<X extends DotAxes = DotAxes> {
  /**
   * The axes to sum over, counted from 1 without the batch; -1, the default, is the last axis of
   * each.
   */
  axes?: X | undefined
  /**
   * Whether to scale both to length 1 along their axes first, so that the result is their cosine;
   * false by default.
   */
  normalize?: boolean | undefined
}

type AxisOf<X, I extends 0 | 1> = X extends readonly [number, number] ? X[I] : X
/** The size along one of at most two axes. */
type Along<S extends Shape, X> = S extends readonly [infer N extends number]
  ? N
  : S extends readonly [infer A extends number, infer B extends number]
    ? X extends 1
      ? A
      : B
    : number
/** The other sizes. */
type Without<S extends Shape, X> = S extends readonly [number]
  ? []
  : S extends readonly [infer A extends number, infer B extends number]
    ? X extends 1
      ? [B]
      : [A]
    : number[]
type Scalar<S extends Shape> = S extends readonly [] ? [1] : S
type Known<S extends Shape, X> = number extends S['length']
  ? false
  : number extends X
    ? false
    : true

/** The shape of a dot product, or the text of the mismatch. */
export type Dotted<A, B, X> = A extends string
  ? A
  : B extends string
    ? B
    : A extends Shape
      ? B extends Shape
        ? [Known<A, AxisOf<X, 0>>, Known<B, AxisOf<X, 1>>] extends [true, true]
          ? number extends Along<A, AxisOf<X, 0>> | Along<B, AxisOf<X, 1>>
            ? Scalar<[...Without<A, AxisOf<X, 0>>, ...Without<B, AxisOf<X, 1>>]>
            : Along<A, AxisOf<X, 0>> extends Along<B, AxisOf<X, 1>>
              ? Scalar<[...Without<A, AxisOf<X, 0>>, ...Without<B, AxisOf<X, 1>>]>
              : `dot: ${Say<'mergeMismatch', Show<A>, Show<B>>}`
          : number[]
        : never
      : never

export interface DotConfig {
  readonly axes: Two
  readonly normalize: boolean
}

/** The index of an axis, which counts from 1, or from the end if it is negative. */
const place = (axis: number, sizes: Sizes): number => (axis < 0 ? sizes.length + axis : axis - 1)
const without = (sizes: Sizes, at: number): Sizes => sizes.filter((_, i) => i !== at)

const dotted = (
  { axes: [i, j] }: DotConfig,
  a: Sizes = [],
  b: Sizes = [],
): Either<Complaint, Sizes> => {
  const wrong = [a, b].find((s) => s.length < 1 || s.length > 2)
  if (wrong !== undefined)
    return left(
      complain('wrongRank', {
        expected: 'one or two axes',
        got: show(wrong),
        fix:
          'TensorFlow.js has dot products of vectors and matrices only; ' +
          'put flatten, reshape or globalPool before it',
      }),
    )
  const [x, y] = [place(i, a), place(j, b)]
  const mismatch = (fix: string): Either<Complaint, never> =>
    left(complain('mergeMismatch', { expected: show(a), got: show(b), fix }))
  if (a[x] === undefined || b[y] === undefined)
    return mismatch(`there is no axis ${a[x] === undefined ? i : j}; choose other axes`)
  if (a[x] !== b[y])
    return mismatch('give both the same size along the axes of dot, or choose other axes')
  const rest = [...without(a, x), ...without(b, y)]
  return right(rest.length === 0 ? [1] : rest)
}

export const dot: LayerKind<'dot', DotConfig> = {
  kind: 'dot',
  config: { axes: optional(dotAxes(), [-1, -1]), normalize: optional(flag(), false) },
  // along axes counted from the front, TensorFlow.js compares the sizes, and only at the first use
  held: ({ axes }) => (axes.some((axis) => axis > 0) ? 'pinnedShape' : 'nothing'),
  shape: dotted,
  stride: () => null,
  params: () => NO_PARAMS,
  // each output is a sum of products along the axis; scaling to length 1 is not counted
  flops: ({ axes }, output, a = []) => times(2, ...output, a[place(axes[0], a)] ?? null),
  classes: [{ className: 'Dot' }],
}
