// What the callbacks of this folder have in common.
import * as tf from '@tensorflow/tfjs'

/** The functions of a `tf.CustomCallback`. */
type Handlers = ConstructorParameters<typeof tf.CustomCallback>[0]

/** What fit tells a callback about itself. */
export interface FitParams {
  readonly epochs: number
  /** How many examples an epoch has, where fit knows it. */
  readonly samples: number | null
  readonly batchSize: number | null
  /** How many batches an epoch has, where fitDataset knows it. */
  readonly steps: number | null
}

/** A run of fit. */
interface Run {
  readonly model: tf.LayersModel
  readonly params: FitParams
}

/**
 * A callback of TensorFlow.js whose functions know the model that trains, which a
 * `tf.CustomCallback` is not told by its functions.
 */
export const callbackOf = (make: (run: () => Run) => Handlers): tf.CustomCallback => {
  let model: tf.LayersModel | null = null
  const callback: tf.CustomCallback = new tf.CustomCallback(
    make(() => {
      if (model === null) throw new Error('this callback needs a model: pass it to fit')
      // fit sets what it knows before training begins
      return { model, params: callback.params as unknown as FitParams }
    }),
  )
  callback.setModel = (given) => {
    // nothing else trains
    if (given instanceof tf.LayersModel) model = given
  }
  return callback
}

/** How many batches an epoch has; null where nobody knows. */
export const batchesOf = ({ samples, batchSize, steps }: FitParams): number | null =>
  steps ?? (samples === null ? null : Math.ceil(samples / (batchSize ?? 32)))
