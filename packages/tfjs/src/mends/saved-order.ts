// Where a layer serves deep and shallow places, TensorFlow.js loads its uses in another order than
// they were saved in: the model becomes another function, without an error.
import type * as tf from '@tensorflow/tfjs'
import { override } from '../tf/internals.js'
import { withLastingOrder } from '../topology/saved-form.js'

/**
 * Lets a model write the uses of its layers in an order that loading keeps, so that it loads
 * correctly everywhere.
 */
export const mendSavedOrder = (model: tf.LayersModel): void => {
  const getConfig = model.getConfig.bind(model)
  // the same data, with other numbers
  override(model, 'getConfig', () => withLastingOrder(getConfig()) as tf.serialization.ConfigDict)
}
