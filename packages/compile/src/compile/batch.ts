// What a compiled program takes, tensors, as predict does, or typed arrays; and what it gives.
import { type AnySig, type Plan, type PlannedInput, showSizes } from '@layersmith/core'
import type { InputOf } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'

/** The numbers of a batch, one example after another, each in the order of its tensor. */
export type TypedArray =
  | Float32Array
  | Float64Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint32Array
  | Uint16Array
  | Uint8Array
  | Uint8ClampedArray

/**
 * What a compiled net of signature S takes: what `predict` takes, where a typed array may stand for
 * each tensor.
 */
export type BatchOf<S extends AnySig> =
  InputOf<S> extends tf.Tensor
    ? InputOf<S> | TypedArray
    : { readonly [K in keyof InputOf<S>]: InputOf<S>[K] | TypedArray }

export const isTyped = (x: unknown): x is TypedArray =>
  ArrayBuffer.isView(x) &&
  !(x instanceof DataView || x instanceof BigInt64Array || x instanceof BigUint64Array)

/** A batch with tensors in place of typed arrays; the caller's tidy frees them. */
export const withTensors = (
  where: string,
  inputs: readonly PlannedInput[],
  x: unknown,
): unknown => {
  const [first] = inputs
  if (isTyped(x) && inputs.length === 1 && first !== undefined) return fromNumbers(where, first, x)
  const isRecord = typeof x === 'object' && x !== null && Object.values(x).some(isTyped)
  if (!isRecord || Array.isArray(x)) return x // a tensor has no typed array either
  return Object.fromEntries(
    Object.entries(x).map(([name, value]: [string, unknown]) => {
      const input = inputs.find((one) => one.name === name)
      const isOurs = isTyped(value) && input !== undefined
      return [name, isOurs ? fromNumbers(`${where}: ${name}`, input, value) : value]
    }),
  )
}

/** The shape of the batch that these numbers make, one example after another. */
export const shapeOf = (
  where: string,
  { shape }: PlannedInput,
  numbers: TypedArray,
): readonly number[] => {
  const sizes = [0]
  let each = 1
  for (const size of shape) {
    if (size === null)
      throw new TypeError(
        `${where}: expected a tensor, which has the sizes that ${showSizes(shape)} leaves open, ` +
          'got a typed array',
      )
    each *= size
    sizes.push(size)
  }
  if (numbers.length === 0 || numbers.length % each !== 0)
    throw new Error(
      `${where}: expected ${each} numbers (${showSizes(shape)}) for each example, ` +
        `got ${numbers.length} numbers`,
    )
  sizes[0] = numbers.length / each
  return sizes
}

// a copy, since TensorFlow.js may keep the caller's array
const fromNumbers = (where: string, input: PlannedInput, numbers: TypedArray): tf.Tensor =>
  tf.tensor(Float32Array.from(numbers), [...shapeOf(where, input, numbers)])

/** Results by their names. */
export const named = (
  names: readonly string[],
  tensors: readonly tf.Tensor[],
): Readonly<Record<string, tf.Tensor>> =>
  Object.fromEntries(tensors.map((tensor, i) => [names[i] ?? '', tensor]))

/** Makes a result of the tensors of all outputs: the only one itself, or all by their names. */
export const resultsOf = (
  outputs: Plan['outputs'],
): ((made: readonly tf.Tensor[]) => tf.Tensor | Readonly<Record<string, tf.Tensor>>) => {
  const names = outputs.map(({ name }) => name ?? '')
  return (made) => (outputs[0]?.name === null && made[0]) || named(names, made)
}
