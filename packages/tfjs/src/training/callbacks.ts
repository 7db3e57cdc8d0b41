// The callbacks under one name.
import { bestWeights } from './best-weights.js'
import { checkpoint } from './checkpoint.js'
import { learningRate } from './learning-rate.js'
import { progress } from './progress.js'

/**
 * Callbacks for `fit` and `fitDataset`, also of models that layersmith did not make. Each is a
 * `tf.CustomCallback`; if a list has one of them, it must have no plain objects.
 */
export const callbacks = { bestWeights, checkpoint, learningRate, progress } as const
