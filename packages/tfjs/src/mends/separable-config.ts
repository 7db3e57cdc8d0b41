// SeparableConv2D leaves its depth multiplier out of its config, so a saved model with another one
// than 1 cannot be loaded ("Shape mismatch").
import type * as tf from '@tensorflow/tfjs'
import { override, separable } from '../tf/internals.js'

/** What a layer says of itself, with what it forgets. */
export const withMultiplier = (
  layer: tf.layers.Layer,
  config: tf.serialization.ConfigDict,
): tf.serialization.ConfigDict => {
  const members = separable(layer)
  return members === null ? config : { ...config, depthMultiplier: members.depthMultiplier }
}

/**
 * Lets the layer write its depth multiplier, so that what is saved is right for every TensorFlow.js
 * that loads it.
 */
export const mendSeparableConfig = (layer: tf.layers.Layer): void => {
  const getConfig = layer.getConfig.bind(layer)
  override(layer, 'getConfig', () => withMultiplier(layer, getConfig()))
}
