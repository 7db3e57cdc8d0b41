// In fit, a frozen BatchNormalization of TensorFlow.js still normalizes by the batch, and its
// moving statistics keep drifting. Keras has run it in inference mode since TensorFlow 2
// (https://keras.io/api/layers/normalization_layers/batch_normalization/).
import type * as tf from '@tensorflow/tfjs'
import { internalsOf, isTraining, replaceCall } from '../tf/internals.js'

/**
 * Whether a layer is frozen, by itself or by the model around it: `model.trainable = false` reaches
 * a layer's weights but not the layer. A normalization without factor and offset has no such
 * weights, so only its own `trainable` tells.
 */
export const isFrozen = (layer: tf.layers.Layer): boolean => {
  const weights = internalsOf(layer)._trainableWeights
  return !layer.trainable || (weights.length > 0 && weights.every((w) => !w.trainable))
}

/** Runs a normalization in inference mode while it is frozen. */
export const mendBatchNormFrozen = (layer: tf.layers.Layer): void => {
  replaceCall(
    layer,
    (call) => (inputs, kwargs) =>
      call(inputs, isTraining(kwargs) && isFrozen(layer) ? { ...kwargs, training: false } : kwargs),
  )
}
