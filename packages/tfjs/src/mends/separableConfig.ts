// SeparableConv2D leaves its depth multiplier out of its config, so a saved model with another one than 1 cannot be loaded
// ("Shape mismatch").
import type * as tf from '@tensorflow/tfjs'
import { separable } from '../hidden.js'

/** Lets the layer write its depth multiplier, so that what is saved is right for every TensorFlow.js that loads it. */
export const mendSeparableConfig = (layer: tf.layers.Layer): void => {
  const members = separable(layer)
  if (members === null) return
  const getConfig = layer.getConfig.bind(layer)
  layer.getConfig = () => ({ ...getConfig(), depthMultiplier: members.depthMultiplier })
}
