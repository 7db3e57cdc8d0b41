// LayerNormalization with `scale: false` or `center: false` crashes in training: the gradient of
// its operation reads both factor and offset whether or not they exist ("Cannot read properties of
// undefined (reading 'dataId')").
import * as tf from '@tensorflow/tfjs'
import { inGradient, layerNorm, replaceCall } from '../tf/internals.js'

/** Lets a layer normalization without factor or offset train; inference is untouched. */
export const mendLayerNormAffine = (layer: tf.layers.Layer): void => {
  const norm = layerNorm(layer)
  if (norm === null || (norm.scale && norm.center)) return
  const { scale, center } = norm
  replaceCall(layer, (call) => (inputs, kwargs) => {
    const x = [inputs].flat()[0]
    if (!inGradient() || x === undefined) return call(inputs, kwargs)
    // build has turned the axes into a list of positive numbers
    const shape = [norm.axis].flat().map((axis) => x.shape[axis] ?? 1)
    const { gamma, beta } = norm
    try {
      // the layer reads both in its own tidy, which frees what they make
      if (!scale) norm.gamma = { read: () => tf.ones(shape) }
      if (!center) norm.beta = { read: () => tf.zeros(shape) }
      norm.scale = norm.center = true
      return call(inputs, kwargs)
    } finally {
      Object.assign(norm, { scale, center, gamma, beta })
    }
  })
}
