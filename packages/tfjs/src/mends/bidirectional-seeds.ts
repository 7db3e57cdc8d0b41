// Bidirectional makes two layers of one config, seeds included: both directions start with the same
// weights.
import type * as tf from '@tensorflow/tfjs'
import { calledLayers, cellOf } from '../tf/internals.js'

/**
 * Gives the backward direction seeds of its own, made of the layer's; in use when its weights are
 * made.
 */
export const mendBidirectionalSeeds = (layer: tf.layers.Layer): void => {
  const [, backward] = calledLayers(layer)
  if (backward === undefined) return
  const { kernelInitializer, recurrentInitializer, biasInitializer } = cellOf(backward)
  for (const initializer of [kernelInitializer, recurrentInitializer, biasInitializer]) {
    // hashed as text by seedrandom, so no number is the same seed
    if (typeof initializer.seed === 'number') initializer.seed = `${initializer.seed}/backward`
  }
}
