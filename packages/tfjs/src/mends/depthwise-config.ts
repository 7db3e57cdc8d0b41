// DepthwiseConv2D writes its regularizer into its config where the constraint belongs, so a saved
// model with such a regularizer cannot be loaded ("shape of the new value () and previous value …
// must match"), and a constraint is lost.
import type * as tf from '@tensorflow/tfjs'
import { depthwise, override } from '../tf/internals.js'

/** What a layer says of itself, with its constraint in the right place. */
export const withConstraint = (
  layer: tf.layers.Layer,
  config: tf.serialization.ConfigDict,
): tf.serialization.ConfigDict => {
  const members = depthwise(layer)
  if (members === null) return config
  const constraint = members.depthwiseConstraint
  return {
    ...config,
    depthwiseConstraint:
      constraint === null
        ? null
        : { className: constraint.getClassName(), config: constraint.getConfig() },
  }
}

/**
 * Lets the layer write its constraint, so that what is saved is right for every TensorFlow.js that
 * loads it.
 */
export const mendDepthwiseConfig = (layer: tf.layers.Layer): void => {
  const getConfig = layer.getConfig.bind(layer)
  override(layer, 'getConfig', () => withConstraint(layer, getConfig()))
}
