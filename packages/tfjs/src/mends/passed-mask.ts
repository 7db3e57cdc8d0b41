// A mask ends at these layers of TensorFlow.js, so a recurrent layer after them computes with
// padded steps. Keras passes it on.
import type * as tf from '@tensorflow/tfjs'

/** The classes that work on each value by itself. */
export const PASSING: readonly string[] = ['ELU', 'LeakyReLU', 'Rescaling', 'ThresholdedReLU']

/** Lets a layer pass on the mask of its input. */
export const mendPassedMask = (layer: tf.layers.Layer): void => {
  layer.supportsMasking = true
}
