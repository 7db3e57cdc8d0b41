// Reading the weights of a model by name.
import type * as tf from '@tensorflow/tfjs'
import { type AnyModel, byName } from './named-weights.js'

/**
 * The weights of a model by name: of a net the path of the position and what the weight is,
 * `stem.conv1/kernel`. Tied weights are there once, under the path of their first use. What an
 * optimizer keeps is not among them.
 *
 * They are the model's own variables: they change when it trains and are freed with it. Use
 * `clone()` to keep one as it is.
 * @throws TypeError for what is no model
 * @throws Error when weights are disposed, or two layers of a model that others made have weights
 *   of one name
 * @example
 * import { input, toModel, weightsOf } from 'layersmith'
 * const built = toModel(input([4]).dense(3).bn(), { seed: 1 })
 * Object.keys(weightsOf(built)) // ['dense1/kernel', 'dense1/bias', 'bn1/gamma', 'bn1/beta', 'bn1/moving_mean', 'bn1/moving_variance']
 * weightsOf(built)['dense1/kernel']?.shape // [4, 3]
 * built.dispose()
 */
export const weightsOf = (net: AnyModel): Readonly<Record<string, tf.Tensor>> =>
  Object.freeze(
    Object.fromEntries(
      [...byName('weightsOf', net)].map(([name, weight]) => [name, weight.read()]),
    ),
  )
