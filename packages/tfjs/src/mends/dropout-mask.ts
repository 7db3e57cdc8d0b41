// A seeded dropout of TensorFlow.js draws the same mask at every call: each call starts a new
// generator from the seed.
import type * as tf from '@tensorflow/tfjs'
import { dropout, isTraining, replaceCall } from '../tf/internals.js'

/**
 * Gives each training call of a seeded dropout its own seed, made from the layer's seed and the
 * number of the call. Each layer counts for itself, so a rebuilt or reloaded layer starts over. The
 * layer's config keeps its seed.
 */
export const mendDropoutMask = (layer: tf.layers.Layer): void => {
  const members = dropout(layer)
  const seed = members?.seed
  if (members === null || seed === null || seed === undefined) return
  let calls = 0
  replaceCall(layer, (call) => (inputs, kwargs) => {
    if (!isTraining(kwargs)) return call(inputs, kwargs)
    try {
      // seedrandom hashes it as text, so neighboring seeds are not alike
      members.seed = `${seed}/${calls++}`
      return call(inputs, kwargs)
    } finally {
      members.seed = seed
    }
  })
}
