// A model in which a layer serves deep and shallow places is loaded by TensorFlow.js with its uses
// in another order than they were saved in: another function, without an error.
import type * as tf from '@tensorflow/tfjs'
import { override } from '../tf/internals.js'
import { withLastingOrder } from '../topology/saved-form.js'

/**
 * Lets a model write the uses of its layers in an order that loading keeps, so that it is loaded
 * right everywhere.
 */
export const mendSavedOrder = (model: tf.LayersModel): void => {
  const getConfig = model.getConfig.bind(model)
  // the same, with other numbers
  override(model, 'getConfig', () => withLastingOrder(getConfig()) as tf.serialization.ConfigDict)
}
