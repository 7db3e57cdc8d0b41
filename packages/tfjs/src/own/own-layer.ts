// What the classes of our own have in common.
import type * as tf from '@tensorflow/tfjs'

/** What TensorFlow.js passes to every layer. */
export type OwnConfig = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>

/** A stock class that takes this config, as the base of one of our own. */
export type Base<C> = (new (config: C) => tf.layers.Layer) &
  Pick<typeof tf.layers.Layer, 'fromConfig'>

/** The only input of a layer that takes one. */
export const onlyTensor = (inputs: tf.Tensor | tf.Tensor[]): tf.Tensor =>
  Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs // there is one
/** The shape of the only input. */
export const onlyShape = (shape: tf.Shape | tf.Shape[]): tf.Shape =>
  (Array.isArray(shape[0]) ? shape[0] : shape) as tf.Shape // there is one
