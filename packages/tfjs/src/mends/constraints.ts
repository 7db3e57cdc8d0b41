// Constraints of weights have no effect in TensorFlow.js: they are applied where a layer's weight is written, and optimizers
// write the variable behind it. Keras applies them after every step.
import * as tf from '@tensorflow/tfjs'
import { constraintOf, replaceTrainFunction, variableOf } from '../hidden.js'

/** Lets `fit`, `fitDataset` and `trainOnBatch` apply the constraints of trained weights after every step. */
export const mendConstraints = (model: tf.layers.Layer): void => {
  if (!(model instanceof tf.LayersModel) || model.weights.every((weight) => constraintOf(weight) === null)) return
  replaceTrainFunction(model, (train) => (data) => {
    const losses = train(data)
    for (const weight of model.trainableWeights) {
      const constraint = constraintOf(weight)
      const variable = variableOf(weight)
      if (constraint !== null) tf.tidy(() => { variable.assign(constraint.apply(variable)) })
    }
    return losses
  })
}
