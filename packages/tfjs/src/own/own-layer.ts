// What the classes of our own have in common.
import type * as tf from '@tensorflow/tfjs'

/** What TensorFlow.js passes to every layer. */
export type OwnConfig = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>

/** A stock class that takes this config, as the base of one of our own. */
export type Base<C> = (new (config: C) => tf.layers.Layer) &
  Pick<typeof tf.layers.Layer, 'fromConfig'>
