// Values for a weight: a tensor, or an array of numbers.
import * as tf from '@tensorflow/tfjs'
import { inWords } from '../base/wording.js'
import { isTensor } from '../tf/tensors.js'

/**
 * Values for a weight: a tensor, a typed array (with all numbers in a row), or nested arrays in the
 * weight's shape.
 */
export type WeightValues = tf.Tensor | tf.TypedArray | Float64Array | Numbers
/** A number, or lists of numbers nested as deep as the weight has axes. */
export type Numbers = number | readonly Numbers[]

export interface Values {
  readonly shape: readonly number[]
  /** A new tensor, independent of the source. */
  readonly make: () => tf.Tensor
}

/** The values for a weight (undefined if no weight has the name), or in words what came instead. */
export const valuesFor = (x: unknown, weight: tf.Tensor | undefined): Values | string => {
  if (isTensor(x)) {
    if (x.isDisposed) return 'a tensor that is disposed'
    if (weight === undefined || x.dtype === weight.dtype)
      return { shape: x.shape, make: () => x.clone() }
    // Keras counts in integers; more of them are bytes that mean something else
    const isCount = x.rank === 0 && x.dtype === 'int32' && weight.dtype === 'float32'
    return isCount
      ? { shape: x.shape, make: () => tf.cast(x, 'float32') }
      : `a tensor of ${x.dtype}`
  }
  const from = (numbers: ArrayLike<number>, shape: readonly number[]): Values => ({
    shape,
    // a copy: TensorFlow.js would keep using the caller's array
    make: () =>
      tf.tensor(
        weight?.dtype === 'float32' ? Float32Array.from(numbers) : Array.from(numbers),
        [...shape],
        weight?.dtype,
      ),
  })
  if (isTyped(x)) return from(x, x.length === weight?.size ? weight.shape : [x.length])
  const shape = shapeOf(x)
  // fits has checked it
  return fits(x, shape)
    ? from(([x] as unknown[]).flat(Infinity) as number[], shape)
    : Array.isArray(x)
      ? 'an array that holds something else, or has rows of unequal length'
      : inWords(x)
}

const isTyped = (x: unknown): x is tf.TypedArray =>
  // all but DataViews are lists
  ArrayBuffer.isView(x) &&
  !(x instanceof DataView) &&
  typeof (x as unknown as ArrayLike<unknown>)[0] !== 'bigint'

/** The most axes that a tensor of TensorFlow.js can have. */
const MAX_AXES = 6
/** The length of an array, of its first row, and so on. */
const shapeOf = (x: unknown, axes = MAX_AXES): readonly number[] =>
  Array.isArray(x) && axes > 0 ? [x.length, ...shapeOf((x as unknown[])[0], axes - 1)] : []
/** Whether all rows have these lengths and hold numbers; a hole counts as undefined. */
const fits = (x: unknown, [length, ...rest]: readonly number[]): boolean =>
  length === undefined
    ? typeof x === 'number'
    : Array.isArray(x) &&
      x.length === length &&
      [...(x as unknown[])].every((row) => fits(row, rest))
