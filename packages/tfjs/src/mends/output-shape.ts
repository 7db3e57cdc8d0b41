// CenterCrop and CategoryEncoding write the shape that comes out into the shape that came in, so a
// model that begins with one refuses its own input ("expected x to have shape [null,5] but got
// array with shape [3,4]").
import * as tf from '@tensorflow/tfjs'
import { override } from '../tf/internals.js'

const CLASSES = new Set(['CenterCrop', 'CategoryEncoding'])

/** Lets the layer compute its output shape on a copy. */
export const mendOutputShape = (layer: tf.layers.Layer): void => {
  const compute = layer.computeOutputShape.bind(layer)
  // a copy of what it was
  override(layer, 'computeOutputShape', (shape) =>
    compute(shape.map((size) => (Array.isArray(size) ? [...size] : size)) as typeof shape),
  )
}

/** Whether a layer writes into the shape of what comes in. */
export const writesItsInput = (layer: tf.layers.Layer): boolean => CLASSES.has(layer.getClassName())

/**
 * A tensor for such a layer to write into the shape of: equal to `x`, so that the model can be
 * loaded by anyone.
 */
export const spare = (x: tf.SymbolicTensor, name: string): tf.SymbolicTensor =>
  // a Permute that exchanges nothing: an Activation would hand on the very same shape
  // one in, one out
  tf.layers
    .permute({ dims: x.shape.slice(1).map((_, i) => i + 1), name })
    .apply(x) as tf.SymbolicTensor
