// Shapes as values: the twins of shape.ts. null is a size that is only known at run time.
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type Complaint, complain } from '../base/problem.js'
import { terms } from '../base/sentences.js'

/**
 * Sizes without the batch dimension, channels last; null where a size is only known at run time.
 */
export type Sizes = readonly (number | null)[]

export const isCount = (n: unknown): n is number =>
  typeof n === 'number' && Number.isSafeInteger(n) && n > 0
/** Whether a value from outside is a list of sizes. */
export const isSizes = (x: unknown): x is Sizes =>
  Array.isArray(x) && x.every((n) => n === null || isCount(n))

/** 28x28x1; ? for a size that is not known; "a scalar" for no size at all. */
export const show = (s: Sizes): string =>
  s.length === 0 ? 'a scalar' : s.map((n) => n ?? '?').join('x')
/** The product of sizes; null when one is not known. */
export const product = (s: Sizes): number | null =>
  s.reduce((a, b) => (a === null || b === null ? null : a * b), 1)
/** A product that may meet unknown sizes, for FLOPs: unknown is null, never NaN. */
export const times = (...factors: (number | null)[]): number | null => product(factors)

/** No typed array holds more, in any browser or Node.js; unknown sizes count as 1. */
const MOST = 2 ** 32
/** Why there is no tensor with so many numbers; null if there may be. */
export const tooLong = (...sizes: Sizes): Complaint | null =>
  (product(sizes.filter((n) => n !== null)) ?? 0) > MOST
    ? complain('invalidOption', {
        expected: 'a tensor can have at most 2^32 numbers',
        got: show(sizes),
        fix: 'use smaller sizes',
      })
    : null
export const agree = (a: Sizes, b: Sizes): boolean =>
  a.length === b.length && a.every((n, i) => n === null || b[i] === null || n === b[i])
/** Merges two shapes that agree: a size that either knows is known. */
export const merge = (a: Sizes, b: Sizes): Sizes => a.map((n, i) => n ?? b[i] ?? null)
/**
 * The sizes of an element-wise merge, by NumPy's rule for values of equal rank: two sizes are
 * equal, or one of them is 1 and is stretched. Unknown beside 1 stays unknown; beside any other
 * size it can only become that. null if the shapes do not fit.
 */
export const broadcast = (a: Sizes, b: Sizes): Sizes | null => {
  const out = a.map((n, i) => stretch(n, b[i] ?? null))
  return a.length === b.length && out.every((n) => n !== undefined) ? out : null
}
const stretch = (n: number | null, m: number | null): number | null | undefined =>
  n === 1 ? m : m === 1 || m === null ? n : n === null || n === m ? m : undefined

/** The three sizes of an image, or a complaint that it has other axes. */
export const imageOf = (
  s: Sizes,
): Either<Complaint, readonly [number | null, number | null, number | null]> =>
  s.length === 3
    ? right([s[0] ?? null, s[1] ?? null, s[2] ?? null])
    : left(
        complain('wrongRank', {
          expected: terms.image,
          got: show(s),
          fix:
            s.length < 3
              ? 'put this layer before flatten, globalPool or dense, or start with ' +
                'input([height, width, channels])'
              : 'this layer works on images, not on volumes',
        }),
      )

/** The two sizes of a sequence, or a complaint that it has other axes. */
export const sequenceOf = (s: Sizes): Either<Complaint, readonly [number | null, number | null]> =>
  s.length === 2
    ? right([s[0] ?? null, s[1] ?? null])
    : left(
        complain('wrongRank', {
          expected: terms.sequence,
          got: show(s),
          fix: 'start with input([steps, channels]), or use reshape',
        }),
      )

/** The four sizes of a volume, or a complaint that it has other axes. */
export const volumeOf = (
  s: Sizes,
): Either<Complaint, readonly [number | null, number | null, number | null, number | null]> =>
  s.length === 4
    ? right([s[0] ?? null, s[1] ?? null, s[2] ?? null, s[3] ?? null])
    : left(
        complain('wrongRank', {
          expected: terms.volume,
          got: show(s),
          fix: 'start with input([depth, height, width, channels])',
        }),
      )

/** The four sizes of a sequence of images, or a complaint that it has other axes. */
export const videoOf = (
  s: Sizes,
): Either<Complaint, readonly [number | null, number | null, number | null, number | null]> =>
  s.length === 4
    ? right([s[0] ?? null, s[1] ?? null, s[2] ?? null, s[3] ?? null])
    : left(
        complain('wrongRank', {
          expected: terms.video,
          got: show(s),
          fix: 'start with input([steps, height, width, channels])',
        }),
      )

/** The only size of a vector, or a complaint that it has other axes. */
export const vectorOf = (s: Sizes): Either<Complaint, number | null> =>
  s.length === 1
    ? right(s[0] ?? null)
    : left(
        complain('wrongRank', {
          expected: terms.vector,
          got: show(s),
          fix: 'put flatten or globalPool before it',
        }),
      )

/**
 * The last size, or that at an index, of what TensorFlow.js can normalize: it has no batch
 * normalization of volumes, and layer normalization uses it.
 */
export const normalizable = (s: Sizes, at = -1): Either<Complaint, number> =>
  s.length > 3
    ? left(
        complain('wrongRank', {
          expected: terms.normalizable,
          got: show(s),
          fix:
            'TensorFlow.js has no normalization of volumes; use reshape around it, ' +
            'or leave it out',
        }),
      )
    : lastOf(s, 'the number of channels', at)

/** The last size, or that at an index; weights need to know it. */
export const lastOf = (s: Sizes, what: string, at = -1): Either<Complaint, number> => {
  const size = s.at(at)
  return typeof size === 'number'
    ? right(size)
    : left(
        complain('unknownSize', {
          expected: what,
          got: show(s),
          fix: 'give the input this size as a number: the weights depend on it',
        }),
      )
}
