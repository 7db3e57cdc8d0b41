// SeparableConv2D leaves its depth multiplier out of its config, so a saved model fails to load
// when it is not 1 ("Shape mismatch").
import type * as tf from '@tensorflow/tfjs'
import { override, separable } from '../tf/internals.js'

/** A layer's config with the depth multiplier that it leaves out. */
export const withMultiplier = (
  layer: tf.layers.Layer,
  config: tf.serialization.ConfigDict,
): tf.serialization.ConfigDict => {
  const members = separable(layer)
  return members === null ? config : { ...config, depthMultiplier: members.depthMultiplier }
}

/**
 * Lets the layer write its depth multiplier, so the saved model is right for every TensorFlow.js.
 */
export const mendSeparableConfig = (layer: tf.layers.Layer): void => {
  const getConfig = layer.getConfig.bind(layer)
  override(layer, 'getConfig', () => withMultiplier(layer, getConfig()))
}
