// Bidirectional makes two layers from one config, seeds included, so both directions start with the
// same weights.
import type * as tf from '@tensorflow/tfjs'
import { calledLayers, cellOf } from '../tf/internals.js'

/**
 * Gives the backward direction its own seeds, derived from the layer's, before its weights are
 * made.
 */
export const mendBidirectionalSeeds = (layer: tf.layers.Layer): void => {
  const [, backward] = calledLayers(layer)
  if (backward === undefined) return
  const { kernelInitializer, recurrentInitializer, biasInitializer } = cellOf(backward)
  for (const initializer of [kernelInitializer, recurrentInitializer, biasInitializer]) {
    // seedrandom hashes it as text, so no number gives the same seed
    if (typeof initializer.seed === 'number') initializer.seed = `${initializer.seed}/backward`
  }
}
