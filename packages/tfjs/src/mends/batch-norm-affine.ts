// BatchNormalization with `scale: false` or `center: false` crashes in training: TensorFlow.js
// reads this.gamma and this.beta there whether or not they exist
// (https://github.com/tensorflow/tfjs/issues/2868). With `scale: false` it also crashes when
// frozen, or in a gradient of predictions: the gradient saves the factor whether or not there is
// one.
import * as tf from '@tensorflow/tfjs'
import { type Reader, batchNorm, inGradient, isTraining, replaceCall } from '../tf/internals.js'

/** Lets a normalization without factor or offset train; inference works anyway and is untouched. */
export const mendBatchNormAffine = (layer: tf.layers.Layer): void => {
  const bn = batchNorm(layer)
  if (bn === null || (bn.scale && bn.center)) return
  // the layer reads them in its own tidy, which frees what they make
  const ones: Reader = { read: () => tf.onesLike(bn.movingMean.read()) }
  const zeros: Reader = { read: () => tf.zerosLike(bn.movingMean.read()) }
  replaceCall(layer, (call) => (inputs, kwargs) => {
    if (!isTraining(kwargs) && !inGradient()) return call(inputs, kwargs)
    try {
      if (!bn.scale) bn.gamma = ones
      if (!bn.center) bn.beta = zeros
      return call(inputs, kwargs)
    } finally {
      // inference must see that they are missing: it is faster without
      if (!bn.scale) bn.gamma = undefined
      if (!bn.center) bn.beta = undefined
    }
  })
}
