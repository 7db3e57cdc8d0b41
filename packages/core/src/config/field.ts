// A field of a kind's config: what it accepts, its default, its Keras name. The same field reads
// builder calls and untrusted JSON.
import type { Either } from 'fp-ts/lib/Either.js'
import { type Json, freeze } from '../base/json.js'
import type { Complaint } from '../base/problem.js'
import { terms } from '../base/sentences.js'
import { type Sizes, isCount } from '../shape/sizes.js'
import {
  type InitializerSpec,
  type Spec,
  constraintNames,
  initializerNames,
  readConstraint,
  readInitializer,
  readRegularizer,
  regularizerNames,
} from './spec.js'

export interface Field<T> {
  /** What the value must be; completes "must be". */
  readonly expected: string
  /** The value in its one normal form; undefined when it is not accepted. */
  readonly read: (value: Json) => T | undefined
  /** The value when none is given; undefined when one is required. */
  readonly fallback: T | undefined
  /** The field that provides the default: the stride of a pool defaults to its size. */
  readonly like?: string
  /** The Keras and TensorFlow.js name where it differs from ours. */
  readonly keras: string | null
  /** Puts a seed of the build into the value; absent where nothing is random. */
  seeded?(value: T, seed: number): T
  /** What is wrong inside a value that is not accepted; empty when the value itself is wrong. */
  complaints?(value: Json): readonly Complaint[]
  /** The names that it accepts, for "did you mean". */
  readonly names?: readonly string[]
  /** What to do about a value that is not accepted, where that is not obvious. */
  readonly fix?: string
  /** Set for a layer inside a layer: the sizes that go into it. */
  inside?(input: Sizes): Either<Complaint, Sizes>
}
export type Fields<C extends object> = { readonly [K in keyof C]-?: Field<C[K]> }

export const field = <T>(
  expected: string,
  read: Field<T>['read'],
  keras: string | null = null,
): Field<T> => ({ expected, read, keras, fallback: undefined })
/** The same field with a default. */
export const optional = <T>(f: Field<T>, fallback: T): Field<T> => ({
  ...f,
  fallback: freeze(fallback),
})
/** The same field, with an earlier field's value as the default. */
export const like = <T>(f: Field<T>, name: string): Field<T> => ({ ...f, like: name })
/** The same field with null as the default; null is accepted too. */
export const nullable = <T>(f: Field<T>): Field<T | null> => ({
  ...f,
  read: (v) => (v === null ? null : f.read(v)),
  fallback: null,
  seeded: undefined,
})

export type Two = readonly [number, number]
export const two = (v: Json, ok: (n: Json) => n is number): Two | undefined =>
  // ok has checked both
  ok(v)
    ? [v, v]
    : Array.isArray(v) && v.length === 2 && ok(v[0] as Json) && ok(v[1] as Json)
      ? [v[0] as number, v[1] as number]
      : undefined
export type Three = readonly [number, number, number]
export const three = (v: Json, ok: (n: Json) => n is number): Three | undefined =>
  // every has checked each
  ok(v)
    ? [v, v, v]
    : Array.isArray(v) && v.length === 3 && v.every((n: Json) => ok(n))
      ? (v as unknown as Three)
      : undefined

export const count = (keras?: string): Field<number> =>
  field(terms.count, (v) => (isCount(v) ? v : undefined), keras)
/** One count for both axes, or [height, width]. */
export const pair = (keras?: string): Field<Two> =>
  field(`${terms.count}, or two of them`, (v) => two(v, isCount), keras)
/** One count, or a list of one, as TensorFlow.js writes it. */
export const single = (keras?: string): Field<number> =>
  // isCount has checked v[0]
  field(
    terms.count,
    (v) =>
      isCount(v)
        ? v
        : Array.isArray(v) && v.length === 1 && isCount(v[0] as Json)
          ? (v[0] as number)
          : undefined,
    keras,
  )
/** One count for all axes, or [depth, height, width]. */
export const triple = (keras?: string): Field<Three> =>
  field(`${terms.count}, or three of them`, (v) => three(v, isCount), keras)
export const flag = (keras?: string): Field<boolean> =>
  field('true or false', (v) => (typeof v === 'boolean' ? v : undefined), keras)
const named = <T>(f: Field<T>, names: readonly string[]): Field<T> => ({ ...f, names })
export const oneOf = <const T extends string>(values: readonly T[], keras?: string): Field<T> =>
  named(
    field(values.map((v) => `'${v}'`).join(' or '), (v) => values.find((x) => x === v), keras),
    values,
  )
export const real = (expected: string, ok: (n: number) => boolean, keras?: string): Field<number> =>
  field(
    expected,
    (v) => (typeof v === 'number' && Number.isFinite(v) && ok(v) ? v : undefined),
    keras,
  )
export const rate = (keras?: string): Field<number> =>
  real(terms.rate, (n) => n >= 0 && n < 1, keras)
export const epsilon = (): Field<number> => real('a positive number', (n) => n > 0)
export const seed = (): Field<number | null> => ({
  ...nullable(real('a non-negative integer', (n) => Number.isSafeInteger(n) && n >= 0)),
  seeded: (value, s) => value ?? s,
})
const listOf = (v: Json, ok: (n: number) => boolean): readonly number[] | undefined =>
  // every has checked each
  Array.isArray(v) && v.length > 0 && v.every((n: Json) => typeof n === 'number' && ok(n))
    ? (v as readonly number[])
    : undefined
/** A number, or a list of them; none by default. */
export const numbers = (
  expected: string,
  ok: (n: number) => boolean,
): Field<readonly number[] | null> =>
  nullable(
    field(expected, (v) =>
      listOf(typeof v === 'number' ? [v] : v, (n) => Number.isFinite(n) && ok(n)),
    ),
  )
/** A number for all channels, or a list with one for each. */
export const perChannel = (): Field<number | readonly number[]> => {
  const one = real('a number', () => true)
  const list = (v: Json) => listOf(v, Number.isFinite)
  return field('a number, or a list with one for each channel', (v) => one.read(v) ?? list(v))
}
const distinct = (l: readonly number[] | undefined): readonly number[] | undefined =>
  l !== undefined && new Set(l).size === l.length ? l : undefined
/** Axes of an example, counted from 1; a number stands for a list of one. */
export const axes = (): Field<readonly number[] | null> =>
  nullable(
    field('an axis counted from 1, or a list of them', (v) =>
      distinct(listOf(typeof v === 'number' ? [v] : v, isCount)),
    ),
  )
const isAxis = (v: Json): v is number => v === -1 || isCount(v)
/** An axis of an example, counted from 1; -1 is the last. */
export const axis = (): Field<number> =>
  field('an axis counted from 1, or -1 for the last', (v) => (isAxis(v) ? v : undefined))
/** An axis of each of two examples, counted from 1; -1 is the last. One axis serves both. */
export const dotAxes = (): Field<Two> =>
  field('an axis counted from 1, or -1 for the last, or two of them', (v) => two(v, isAxis))
export const permutation = (): Field<readonly number[]> =>
  // listOf has checked v
  field('the numbers 1 to n, each once', (v) =>
    distinct(listOf(v, (n) => isCount(n) && n <= (v as readonly Json[]).length)),
  )
/** Sizes, one of which may be -1 for what remains; TensorFlow.js writes it as null. */
export const targetSizes = (keras: string): Field<readonly number[]> =>
  field(
    'positive integers, and -1 at most once',
    (v) => {
      const sizes = listOf(
        Array.isArray(v) ? v.map((n: Json) => n ?? -1) : v,
        (n) => isCount(n) || n === -1,
      )
      return sizes === undefined || sizes.filter((n) => n === -1).length > 1 ? undefined : sizes
    },
    keras,
  )
/** The shape of a mask: first 1 or null for the batch, then sizes, null for those of the input. */
export type NoiseShape = readonly [1 | null, ...(number | null)[]]
export const noiseShape = (): Field<NoiseShape | null> =>
  nullable(
    field('a list: null or 1 for the batch, then null, 1 or the size for each axis', (v) =>
      Array.isArray(v) &&
      (v[0] === null || v[0] === 1) &&
      v.every((n: Json) => n === null || isCount(n))
        ? (v as unknown as NoiseShape) // checked
        : undefined,
    ),
  )
/**
 * The activations of TensorFlow.js 4.22, and those of Keras 3 that the build adds. `hardSigmoid` is
 * that of TensorFlow.js and Keras 2, 0.2x + 0.5; `hardSigmoid3` that of Keras 3, x/6 + 0.5; both
 * between 0 and 1.
 */
const activations = [
  'elu',
  'exponential',
  'gelu',
  'gelu_new',
  'hardSigmoid',
  'hardSigmoid3',
  'hardSilu',
  'hardTanh',
  'leakyRelu',
  'linear',
  'logSigmoid',
  'mish',
  'relu',
  'relu6',
  'selu',
  'sigmoid',
  'softmax',
  'softplus',
  'softsign',
  'squareplus',
  'swish',
  'tanh',
  'tanhShrink',
] as const
/** The name of an activation, as in Keras, in camelCase; `silu` is another name for `swish`. */
export type Activation = (typeof activations)[number] | 'silu'
export const activation = (): Field<Activation> => {
  const f = oneOf<Activation>([...activations, 'silu'])
  // one function has one name, so that plain TensorFlow.js loads it
  return { ...f, read: (v) => f.read(v === 'silu' ? 'swish' : v) }
}

export const initializer = (fallback: string): Field<InitializerSpec> => ({
  ...optional(
    named(
      field(
        'the name of an initializer, or { className, config }; ' +
          'a TensorFlow.js object would initialize all layers alike',
        readInitializer,
      ),
      initializerNames,
    ),
    { className: fallback, config: {} },
  ),
  // only random initializers take a seed; one that the caller chose stays
  seeded: (spec, s) =>
    spec.className in DRAWING && !('seed' in spec.config)
      ? { ...spec, config: { ...spec.config, seed: s } }
      : spec,
})
const DRAWING: Readonly<Record<string, true>> = {
  RandomUniform: true,
  RandomNormal: true,
  TruncatedNormal: true,
  VarianceScaling: true,
  GlorotUniform: true,
  GlorotNormal: true,
  HeNormal: true,
  HeUniform: true,
  LeCunNormal: true,
  LeCunUniform: true,
  Orthogonal: true,
}
export const regularizer = (): Field<Spec | null> =>
  nullable(
    named(
      field("'l1', 'l2', 'l1l2', { l1, l2 } or { className, config }", readRegularizer),
      regularizerNames,
    ),
  )
export const constraint = (): Field<Spec | null> =>
  nullable(
    named(
      field(
        "'maxNorm', 'minMaxNorm', 'nonNeg', 'unitNorm' or { className, config }",
        readConstraint,
      ),
      constraintNames,
    ),
  )
