// A seeded dropout of TensorFlow.js draws the same mask at every call: each call starts a new
// generator from the seed.
import type * as tf from '@tensorflow/tfjs'
import { dropout, isTraining, replaceCall } from '../tf/internals.js'

/** How many masks a mended layer has drawn: with its seed, this says which mask is next. */
const drawn = new WeakMap<tf.layers.Layer, number>()

/** How many masks a layer has drawn; null for a layer that draws none from a seed. */
export const masksDrawn = (layer: tf.layers.Layer): number | null => drawn.get(layer) ?? null
/** Lets a layer that draws masks from a seed go on as if it had drawn so many. */
export const setMasksDrawn = (layer: tf.layers.Layer, count: number): void => {
  if (drawn.has(layer)) drawn.set(layer, count)
}

/**
 * Gives each training call of a seeded dropout its own seed, made from the layer's seed and the
 * number of the call. Each layer counts for itself, so a rebuilt or reloaded layer starts over. The
 * layer's config keeps its seed.
 */
export const mendDropoutMask = (layer: tf.layers.Layer): void => {
  const members = dropout(layer)
  const seed = members?.seed
  if (members === null || seed === null || seed === undefined) return
  drawn.set(layer, 0)
  replaceCall(layer, (call) => (inputs, kwargs) => {
    if (!isTraining(kwargs)) return call(inputs, kwargs)
    const calls = drawn.get(layer) ?? 0
    drawn.set(layer, calls + 1)
    try {
      // seedrandom hashes it as text, so neighboring seeds are not alike
      members.seed = `${seed}/${calls}`
      return call(inputs, kwargs)
    } finally {
      members.seed = seed
    }
  })
}
