// The type of a tensor by its shape: a tensor has one more axis than a shape, the batch.
import * as tf from '@tensorflow/tfjs'
import type { AnySig, Ends, Fixed, TapsOf } from '@layersmith/core'

/** The tensor that holds a batch of shape S; `tf.Tensor` where the number of sizes is unknown. */
export type TensorOf<S> = S extends readonly unknown[]
  ? number extends S['length']
    ? tf.Tensor
    : S['length'] extends 0
      ? tf.Tensor1D
      : S['length'] extends 1
        ? tf.Tensor2D
        : S['length'] extends 2
          ? tf.Tensor3D
          : S['length'] extends 3
            ? tf.Tensor4D
            : S['length'] extends 4
              ? tf.Tensor5D
              : S['length'] extends 5
                ? tf.Tensor<tf.Rank.R6>
                : tf.Tensor
  : tf.Tensor

/**
 * What a net of signature S takes: a tensor, or a record of tensors for a net of several inputs.
 */
export type InputOf<S extends AnySig> = S extends Fixed<infer I, Ends> ? TensorsOf<I> : tf.Tensor
/**
 * What an extractor from a net of signature S takes: {@link InputOf}, where inputs that its taps do
 * not need may be missing.
 */
export type ExtractorInputOf<S extends AnySig> =
  InputOf<S> extends tf.Tensor ? InputOf<S> : Partial<InputOf<S>>
/**
 * What a net of signature S gives: a tensor, or a record of tensors for a net of several outputs.
 */
export type OutputOf<S extends AnySig> = S extends Fixed<Ends, infer O> ? TensorsOf<O> : tf.Tensor
/**
 * What a net of signature S learns to give: as {@link OutputOf}. An output that is a vector also
 * takes a list of numbers: one for each example, or its class with the loss
 * 'sparseCategoricalCrossentropy'.
 */
export type TargetOf<S extends AnySig> =
  S extends Fixed<Ends, infer O>
    ? O extends readonly unknown[]
      ? Target<O>
      : { readonly [K in keyof O]: Target<O[K]> }
    : tf.Tensor
type Target<O> = TensorOf<O> extends tf.Tensor2D ? tf.Tensor2D | tf.Tensor1D : TensorOf<O>
/** One tensor, or a record of tensors where several have names. */
type TensorsOf<E> = E extends readonly unknown[]
  ? TensorOf<E>
  : { readonly [K in keyof E]: TensorOf<E[K]> }
/** The tensors at the taps of a net of signature S, by the taps' names; `{}` without taps. */
export type FeaturesOf<S extends AnySig> = {
  readonly [K in keyof TapsOf<S>]: TensorOf<TapsOf<S>[K]>
}

/** Also for tensors of another copy of TensorFlow.js: its `instanceof` looks at members. */
export const isTensor = (x: unknown): x is tf.Tensor => x instanceof tf.Tensor

/** The only input of a layer that takes one. */
export const onlyTensor = (inputs: tf.Tensor | tf.Tensor[]): tf.Tensor =>
  Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs // there is one
/** The shape of the only input. */
export const onlyShape = (shape: tf.Shape | tf.Shape[]): tf.Shape =>
  (Array.isArray(shape[0]) ? shape[0] : shape) as tf.Shape // there is one
