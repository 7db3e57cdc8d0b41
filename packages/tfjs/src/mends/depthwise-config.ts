// DepthwiseConv2D writes its regularizer into its config in place of the constraint. A saved model
// with such a regularizer fails to load ("shape of the new value () and previous value … must
// match"), and a constraint is lost.
import type * as tf from '@tensorflow/tfjs'
import { depthwise, override } from '../tf/internals.js'

/** A layer's config with its constraint in the right place. */
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

/** Lets the layer write its constraint, so the saved model is right for every TensorFlow.js. */
export const mendDepthwiseConfig = (layer: tf.layers.Layer): void => {
  const getConfig = layer.getConfig.bind(layer)
  override(layer, 'getConfig', () => withConstraint(layer, getConfig()))
}
