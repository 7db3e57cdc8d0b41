// Inputs and targets of a trainer: tensors or typed arrays.
import { type Sizes, showSizes } from '@layersmith/core'
import type { AnySig } from '@layersmith/core'
import type { TargetOf } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import { type TypedArray, isTyped } from '../../compile/batch.js'
import { isObject, kindOf, words } from '../../compile/given.js'
import type { Shape } from '../contract.js'

/**
 * The targets of a compiled net of signature S: what `built.fit` takes, but each tensor may also be
 * a typed array.
 */
export type TargetsOf<S extends AnySig> =
  TargetOf<S> extends tf.Tensor
    ? TargetOf<S> | TypedArray
    : { readonly [K in keyof TargetOf<S>]: TargetOf<S>[K] | TypedArray }

/** An input or an output of known sizes. */
export interface Place {
  /** null for the only input or output of a net without names. */
  readonly name: string | null
  readonly shape: Shape
}

/** The numbers of all examples at one place. */
export interface Examples {
  readonly count: number
  readonly numbers: readonly (TypedArray | tf.Tensor)[]
}

const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1)

/** The places of a plan; refuses sizes that are known only at run time. */
export const placesOf = (
  noun: 'input' | 'output',
  places: readonly { readonly name: string | null; readonly shape: Sizes }[],
): readonly Place[] =>
  places.map(({ name, shape }) => {
    const sizes = shape.flatMap((size) => size ?? [])
    if (sizes.length < shape.length)
      throw new TypeError(
        `compileTraining: the ${noun}${name === null ? '' : ` ${name}`} has the sizes ` +
          `${showSizes(shape)}; ` +
          'give all of them, or train by built.fit',
      )
    return { name, shape: sizes }
  })

/** Reads inputs or targets, which must all have the same number of examples. */
export const readExamples = (where: string, places: readonly Place[], given: unknown): Examples => {
  const numbers = valuesOf(where, places, given)
  const counts = places.map(({ name, shape }, i) =>
    countOf(name === null ? where : `${where}: ${name}`, shape, numbers[i]),
  )
  const [count = 0] = counts
  const other = counts.findIndex((one) => one !== count)
  if (other >= 0)
    throw new Error(
      `${where}: expected as many examples everywhere, got ${count} of ${places[0]?.name ?? ''} ` +
        `and ${counts[other]} of ${places[other]?.name ?? ''}`,
    )
  return { count, numbers }
}

const isValue = (x: unknown): x is TypedArray | tf.Tensor => isTyped(x) || x instanceof tf.Tensor

const valuesOf = (
  where: string,
  places: readonly Place[],
  given: unknown,
): readonly (TypedArray | tf.Tensor)[] => {
  const [only, ...more] = places
  if (only !== undefined && more.length === 0 && isValue(given)) return [given]
  const names = places.map(({ name }) => name ?? '')
  const record: Readonly<Record<string, unknown>> =
    isObject(given) && !isValue(given)
      ? (given as Readonly<Record<string, unknown>>) // an object
      : {}
  const other = Object.keys(record).find((name) => !names.includes(name))
  const values = names.map((name) => record[name])
  if (other === undefined && values.every(isValue)) return values
  const got = (): string => {
    if (other !== undefined) return `one for ${other}`
    if (record !== given) return valueIn(given)
    const missing = names.find((name) => !isValue(record[name])) ?? ''
    return `${valueIn(record[missing])} for ${missing}`
  }
  throw new TypeError(
    only?.name === null || names.length === 1
      ? `${where}: expected a tensor or a typed array, got ${valueIn(given)}`
      : `${where}: expected { ${names.join(', ')} } of tensors or typed arrays, got ${got()}`,
  )
}

/** A number or a string as it is, and the kind of anything else. */
const valueIn = (x: unknown): string =>
  typeof x === 'number' || typeof x === 'string' ? words(x) : kindOf(x)

/** How many examples the numbers make. */
const countOf = (
  where: string,
  shape: Shape,
  numbers: TypedArray | tf.Tensor | undefined,
): number => {
  const each = sizeOf(shape)
  const size = numbers instanceof tf.Tensor ? numbers.size : (numbers?.length ?? 0)
  const got =
    numbers instanceof tf.Tensor ? `a tensor of ${showSizes(numbers.shape)}` : `${size} numbers`
  const count = numbers instanceof tf.Tensor ? (numbers.shape[0] ?? 0) : size / each
  const fits = Number.isInteger(count) && count > 0 && size === count * each
  const isSame =
    !(numbers instanceof tf.Tensor) ||
    // a last size of one may be left out, as in targets that are class numbers
    String(numbers.shape.slice(1)) === String(shape) ||
    (shape.at(-1) === 1 && String(numbers.shape.slice(1)) === String(shape.slice(0, -1)))
  if (fits && isSame) return count
  throw new Error(
    `${where}: expected ${each} numbers (${showSizes(shape)}) for each example, got ${got}`,
  )
}

/** The numbers of the examples; tensors are read here. */
export const loadedAtOnce = ({ numbers }: Examples): readonly TypedArray[] =>
  numbers.map((one) => (one instanceof tf.Tensor ? one.dataSync() : one))
export const loaded = ({ numbers }: Examples): Promise<readonly TypedArray[]> =>
  Promise.all(numbers.map(async (one) => (one instanceof tf.Tensor ? await one.data() : one)))
