// Constraints of weights have no effect in TensorFlow.js: they are applied where a layer's weight
// is written, and optimizers write the variable behind it. Keras applies them after every step.
import * as tf from '@tensorflow/tfjs'
import { constraintOf, dropConstraint, override, variableOf } from '../tf/internals.js'

/**
 * Moves the constraints of weights to the variables behind them, which then apply them to all that
 * is written.
 */
export const mendConstraints = (weights: readonly tf.LayerVariable[]): void => {
  for (const weight of weights) {
    const constraint = constraintOf(weight)
    if (constraint === null) continue
    const variable = variableOf(weight)
    const assign = variable.assign.bind(variable)
    override(variable, 'assign', (value) => {
      tf.tidy(() => {
        assign(constraint.apply(value))
      })
    })
    // else what a layer writes would be projected twice
    dropConstraint(weight)
  }
}

/** Writes a variable past its constraint. */
export const assignAsIs = (variable: tf.Variable, value: tf.Tensor): void => {
  tf.Variable.prototype.assign.call(variable, value)
}
