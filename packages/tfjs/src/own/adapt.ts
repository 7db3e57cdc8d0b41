import type * as tf from '@tensorflow/tfjs'
import { Normalization } from './normalization.js'

/**
 * Lets a normalization measure mean and variance of data, over all axes but the last; it replaces
 * what it has measured before.
 * @param built what `toModel` made
 * @param path where the normalization stands: 'normalization1'
 * @param data the values that come to it: [examples, …, channels]
 * @throws TypeError if there is no normalization at this path, or it was given mean and variance
 * @example
 * import { adapt, input, toModel } from 'layersmith'
 * import * as tf from '@tensorflow/tfjs'
 * const built = toModel(input([2]).normalization().dense(1), { seed: 1 })
 * adapt(built, 'normalization1', tf.tensor2d([[1, 10], [3, 30]])) // means 2 and 20
 * built.dispose()
 */
export const adapt = (
  { model }: { readonly model: tf.LayersModel },
  path: string,
  data: tf.Tensor,
): void => {
  const layer = model.layers.find(({ name }) => name === path)
  if (layer instanceof Normalization) {
    layer.adapt(data)
    return
  }
  const found = model.layers.filter((l) => l instanceof Normalization).map(({ name }) => name)
  throw new TypeError(
    `adapt: there is no normalization at ${JSON.stringify(path)}; ` +
      (found.length === 0 ? 'this model has none' : `they are at ${found.join(', ')}`),
  )
}
