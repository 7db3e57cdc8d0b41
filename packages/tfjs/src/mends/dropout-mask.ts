// A dropout of TensorFlow.js with a seed draws the same mask at every call: the seed starts a new
// generator each time.
import type * as tf from '@tensorflow/tfjs'
import { dropout, isTraining, replaceCall } from '../tf/internals.js'

/**
 * Gives each training call of a seeded dropout a seed of its own, made of the layer's seed and the
 * number of the call. The count belongs to the layer: a layer that is made or loaded anew starts
 * over. The layer's config keeps its seed.
 */
export const mendDropoutMask = (layer: tf.layers.Layer): void => {
  const members = dropout(layer)
  const seed = members?.seed
  if (members === null || seed === null || seed === undefined) return
  let calls = 0
  replaceCall(layer, (call) => (inputs, kwargs) => {
    if (!isTraining(kwargs)) return call(inputs, kwargs)
    try {
      // hashed as text by seedrandom, so neighbours are not alike
      members.seed = `${seed}/${calls++}`
      return call(inputs, kwargs)
    } finally {
      members.seed = seed
    }
  })
}
