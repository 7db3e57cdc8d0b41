// TensorFlow.js hands a layer the mask of its input in an object that all layers of a run share,
// and never takes it out: a layer whose input has no mask, in another branch or after a layer that
// ends the mask, gets the mask of a layer that ran before it.
import type * as tf from '@tensorflow/tfjs'
import { replaceCall } from '../tf/internals.js'

/** Whether a layer's output comes with a mask that the layer makes itself. */
export const makesMask = (layer: tf.layers.Layer): boolean => {
  const name = layer.getClassName()
  return name === 'Masking' || (name === 'Embedding' && layer.getConfig()['maskZero'] === true)
}

/** Lets each layer of a graph that has masks see only the mask of its own input. */
export const mendOwnMasks = (layers: readonly tf.layers.Layer[]): void => {
  if (!layers.some(makesMask)) return
  for (const layer of layers)
    replaceCall(layer, (call) => (inputs, kwargs) => {
      const own = { ...kwargs }
      delete kwargs['mask']
      return call(inputs, own)
    })
}
