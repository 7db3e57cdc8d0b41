// TensorFlow.js drops `training` where a layer is called with it, as in `base(x, training=False)`
// of a Keras 2 model, whose layers keep to it in fit and predict. (Keras 3 drops it there itself.)
import type * as tf from '@tensorflow/tfjs'
import { calledLayers, replaceCall } from '../tf/internals.js'

/** What a layer is told at each of its calls; null where nothing is said. */
export const trainingOf = (layer: tf.layers.Layer): readonly (boolean | null)[] =>
  layer.inboundNodes
    .filter(({ inboundLayers }) => inboundLayers.length > 0)
    .map(({ callArgs }): boolean | null => {
      // any in its type; Keras also writes 0 and 1; a node that was not called has no arguments
      const given = (callArgs as { readonly training?: unknown } | undefined)?.training ?? null
      return given === null ? null : Boolean(given)
    })

/**
 * Lets the layers in a loaded model keep to `training` as they are called with it. It is refused
 * before if a layer's calls differ.
 */
export const mendCallTraining = (model: tf.layers.Layer): void => {
  for (const layer of calledLayers(model)) {
    mendCallTraining(layer)
    const [training = null, ...others] = new Set(trainingOf(layer))
    if (training === null || others.length > 0) continue
    replaceCall(layer, (call) => (inputs, kwargs) => call(inputs, { ...kwargs, training }))
  }
}
