// A model of TensorFlow.js never frees weights at two places: a layer counts one use per symbolic call, and disposing the
// model takes off one (https://github.com/tensorflow/tfjs/issues/7667, https://github.com/tensorflow/tfjs/issues/8471).
import * as tf from '@tensorflow/tfjs'
import { hidden } from '../hidden.js'

/** Lets `model.dispose()` take off as many uses of each layer as the model has made; other models' uses stay. */
export const mendDisposal = (model: tf.layers.Layer): void => {
  if (!(model instanceof tf.LayersModel)) return
  // a model inside has a node and a use of its own from the start, and TensorFlow.js takes off both
  const further = model.layers.map((layer) => ({ layer, uses: layer.inboundNodes.length - (layer instanceof tf.LayersModel ? 2 : 1) }))
  const dispose = model.dispose.bind(model)
  model.dispose = () => {
    const result = dispose()
    if (result.refCountAfterDispose !== 0) return result
    const freed = further.reduce((sum, { layer, uses }) => {
      let n = sum
      for (let left = uses; left > 0 && (hidden(layer)._refCount ?? 0) > 0; left--) n += layer.dispose().numDisposedVariables
      return n
    }, result.numDisposedVariables)
    return { ...result, numDisposedVariables: freed }
  }
}
