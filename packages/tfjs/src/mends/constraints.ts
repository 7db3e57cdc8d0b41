// Constraints of weights have no effect in TensorFlow.js: it applies them when a layer writes its
// weight, but optimizers write the weight's variable. Keras applies them after every step.
import * as tf from '@tensorflow/tfjs'
import { constraintOf, dropConstraint, override, variableOf } from '../tf/internals.js'

/** Moves the constraints of weights to their variables, which then apply them to every write. */
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
    // otherwise a layer's own writes would be projected twice
    dropConstraint(weight)
  }
}

/** Writes a variable without applying its constraint. */
export const assignAsIs = (variable: tf.Variable, value: tf.Tensor): void => {
  tf.Variable.prototype.assign.call(variable, value)
}
