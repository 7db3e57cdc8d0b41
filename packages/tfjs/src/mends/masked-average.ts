// GlobalAveragePooling1D of TensorFlow.js averages over padded steps too. Keras leaves out the
// steps that a mask hides.
import * as tf from '@tensorflow/tfjs'
import { replaceCall } from '../tf/internals.js'

/** Lets the layer average over the steps that its mask leaves. */
export const mendMaskedAverage = (layer: tf.layers.Layer): void => {
  replaceCall(layer, (call) => (inputs, kwargs) => {
    const [x] = [inputs].flat()
    const mask = kwargs['mask'] as tf.Tensor | null | undefined // any in its type
    return x === undefined || !mask
      ? call(inputs, kwargs)
      : tf.tidy(() => {
          const kept = mask.toFloat().expandDims(2)
          // the layer divides by all steps
          const share = kept.div(kept.mean(1, true))
          return call(x.mul(share), kwargs)
        })
  })
}
