// A model in which a layer serves deep and shallow places is loaded by TensorFlow.js with its uses in another order than they
// were saved in: another function, without an error.
import * as tf from '@tensorflow/tfjs'
import { withLastingOrder } from '../topology.js'

/** Lets a model write the uses of its layers in an order that loading keeps, so that it is loaded right everywhere. */
export const mendSavedOrder = (model: tf.layers.Layer): void => {
  if (!(model instanceof tf.LayersModel)) return
  const getConfig = model.getConfig.bind(model)
  model.getConfig = () => withLastingOrder(getConfig()) as tf.serialization.ConfigDict // the same, with other numbers
}
