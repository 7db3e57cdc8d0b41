// Tensor types by the number of sizes: a tensor has one axis more than a shape, the batch.
import type * as tf from '@tensorflow/tfjs'
import type { Fixed, Shape, Sig, TapsOf } from '@layersmith/core'

/** The tensor of a batch of values of shape S; `tf.Tensor` where the number of sizes is not known. */
export type TensorOf<S> = S extends readonly unknown[]
  ? number extends S['length'] ? tf.Tensor
    : S['length'] extends 0 ? tf.Tensor1D
    : S['length'] extends 1 ? tf.Tensor2D
    : S['length'] extends 2 ? tf.Tensor3D
    : S['length'] extends 3 ? tf.Tensor4D
    : S['length'] extends 4 ? tf.Tensor5D
    : S['length'] extends 5 ? tf.Tensor<tf.Rank.R6>
    : tf.Tensor
  : tf.Tensor

/** What a net of signature S takes. */
export type InputOf<S extends Sig> = S extends Fixed<infer I, Shape> ? TensorOf<I> : tf.Tensor
/** What a net of signature S gives. */
export type OutputOf<S extends Sig> = S extends Fixed<Shape, infer O> ? TensorOf<O> : tf.Tensor
/** The tensors at the taps of a net of signature S, by the taps' names; `{}` without taps. */
export type FeaturesOf<S extends Sig> = { readonly [K in keyof TapsOf<S>]: TensorOf<TapsOf<S>[K]> }
