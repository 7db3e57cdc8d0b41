// Reads the weights of a model by name.
import type * as tf from '@tensorflow/tfjs'
import { type AnyModel, byName } from './named-weights.js'

/**
 * The weights of a model by name. In a net, a name is the path of the position and the role of the
 * weight: `stem.conv1/kernel`. Tied weights appear once, under the path of their first use. The
 * state of an optimizer is not included.
 *
 * They are the model's own variables: they change when it trains and are freed with it. Use
 * `clone()` to keep one as it is.
 * @throws TypeError for anything but a model
 * @throws Error when weights are disposed, or when two layers of a model made by others have
 *   weights with the same name
 * @example
 * import { input, toModel, weightsOf } from 'layersmith'
 * const built = toModel(input([4]).dense(3).bn(), { seed: 1 })
 * const names = Object.keys(weightsOf(built))
 * names.slice(0, 4) // ['dense1/kernel', 'dense1/bias', 'bn1/gamma', 'bn1/beta']
 * names.slice(4) // ['bn1/moving_mean', 'bn1/moving_variance']
 * weightsOf(built)['dense1/kernel']?.shape // [4, 3]
 * built.dispose()
 */
export const weightsOf = (net: AnyModel): Readonly<Record<string, tf.Tensor>> =>
  Object.freeze(
    Object.fromEntries(
      [...byName('weightsOf', net)].map(([name, weight]) => [name, weight.read()]),
    ),
  )
