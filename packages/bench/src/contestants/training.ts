/** A model that trains step by step. */
import * as tf from '@tensorflow/tfjs'

/** How models are trained. */
export interface TrainingOptions {
  /** Makes the optimizer of one model. */
  readonly optimizer: () => tf.Optimizer
  /** As `model.compile` takes it. */
  readonly loss: string
}

export interface Training {
  /** One step on a batch, until its loss is in JavaScript. */
  readonly step: (x: readonly tf.Tensor[], y: readonly tf.Tensor[]) => Promise<unknown>
  readonly dispose: () => void
}

/**
 * Compiles a model.
 * @throws what the optimizer's maker or TensorFlow.js throws, for example for an unknown loss; then
 *   nothing is held
 */
export const startTraining = (
  model: tf.LayersModel,
  { optimizer: make, loss }: TrainingOptions,
): Training => {
  const optimizer = make()
  const dispose = () => {
    optimizer.dispose()
    // momentum's own dispose forgets the learning rate, which belongs to its parent class
    if (optimizer instanceof tf.MomentumOptimizer) tf.SGDOptimizer.prototype.dispose.call(optimizer)
  }
  try {
    model.compile({ optimizer, loss })
  } catch (error) {
    dispose()
    throw error
  }
  return { step: (x, y) => model.trainOnBatch(oneOrAll(x), oneOrAll(y)), dispose }
}

const oneOrAll = (tensors: readonly tf.Tensor[]): tf.Tensor | tf.Tensor[] => {
  const [only] = tensors
  return only !== undefined && tensors.length === 1 ? only : [...tensors]
}
