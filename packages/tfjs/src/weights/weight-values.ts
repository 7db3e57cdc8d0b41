// Values for a weight: a tensor, or numbers in an array.
import * as tf from '@tensorflow/tfjs'
import { tell } from '../base/wording.js'
import { isTensor } from '../tf/tensors.js'

/**
 * Numbers for a weight: a tensor, a typed array (of all numbers in a row), or an array of arrays in
 * the weight's shape.
 */
export type WeightValues = tf.Tensor | tf.TypedArray | Float64Array | Numbers
export type Numbers = number | readonly Numbers[]

export interface Values {
  readonly shape: readonly number[]
  /** A tensor of its own, whatever becomes of the source. */
  readonly make: () => tf.Tensor
}

/** The values for a weight (none where no weight has the name), or in words what came instead. */
export const valuesFor = (x: unknown, weight: tf.Tensor | undefined): Values | string => {
  if (isTensor(x)) {
    if (x.isDisposed) return 'a tensor that is disposed'
    return weight === undefined || x.dtype === weight.dtype
      ? { shape: x.shape, make: () => x.clone() }
      : `a tensor of ${x.dtype}`
  }
  const from = (numbers: ArrayLike<number>, shape: readonly number[]): Values => ({
    shape,
    // a copy: TensorFlow.js would go on using the caller's array
    make: () =>
      tf.tensor(
        weight?.dtype === 'float32' ? Float32Array.from(numbers) : Array.from(numbers),
        [...shape],
        weight?.dtype,
      ),
  })
  if (isTyped(x)) return from(x, x.length === weight?.size ? weight.shape : [x.length])
  const shape = shapeOf(x)
  // fits has looked
  return fits(x, shape)
    ? from(([x] as unknown[]).flat(Infinity) as number[], shape)
    : Array.isArray(x)
      ? 'an array that holds something else, or rows of unequal length'
      : tell(x)
}

const isTyped = (x: unknown): x is tf.TypedArray =>
  // not DataViews, so lists
  ArrayBuffer.isView(x) &&
  !(x instanceof DataView) &&
  typeof (x as unknown as ArrayLike<unknown>)[0] !== 'bigint'

/** TensorFlow.js has no tensors with more axes. */
const MAX_AXES = 6
/** The lengths of an array's first rows. */
const shapeOf = (x: unknown, axes = MAX_AXES): readonly number[] =>
  Array.isArray(x) && axes > 0 ? [x.length, ...shapeOf((x as unknown[])[0], axes - 1)] : []
/** Whether all rows have these lengths and hold numbers; holes count as what they read as. */
const fits = (x: unknown, [length, ...rest]: readonly number[]): boolean =>
  length === undefined
    ? typeof x === 'number'
    : Array.isArray(x) &&
      x.length === length &&
      [...(x as unknown[])].every((row) => fits(row, rest))
