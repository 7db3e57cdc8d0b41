// Members of TensorFlow.js's optimizers that its types hide. Only this file casts an optimizer to
// reach them.
import type * as tf from '@tensorflow/tfjs'

/** Sets the rate with which an optimizer trains from now on. */
export const setLearningRate = (optimizer: tf.Optimizer, rate: number): void => {
  // the type hides the rate, and each class has its own; some also keep it in a tensor
  const members = optimizer as unknown as {
    learningRate: number
    setLearningRate?: (rate: number) => void
  }
  if (members.setLearningRate === undefined) members.learningRate = rate
  else members.setLearningRate(rate)
}
