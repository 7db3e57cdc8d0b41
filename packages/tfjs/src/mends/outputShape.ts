// CenterCrop and CategoryEncoding write the shape that comes out into the shape that came in, so a model that begins with one
// refuses its own input ("expected x to have shape [null,5] but got array with shape [3,4]").
import * as tf from '@tensorflow/tfjs'

const CLASSES = new Set(['CenterCrop', 'CategoryEncoding'])

/** Lets the layer compute its output shape on a copy. */
export const mendOutputShape = (layer: tf.layers.Layer): void => {
  const compute = layer.computeOutputShape.bind(layer)
  layer.computeOutputShape = (shape) => compute(shape.map((size) => (Array.isArray(size) ? [...size] : size)) as typeof shape) // a copy of what it was
}

/**
 * A tensor for a layer to write into the shape of: equal to `x`, so that the model can be loaded by anyone. Any other layer
 * gets `x` itself.
 */
export const spare = (layer: tf.layers.Layer, x: tf.SymbolicTensor, name: string): tf.SymbolicTensor =>
  CLASSES.has(layer.getClassName())
    // a Permute that exchanges nothing: an Activation would hand on the very same shape
    ? tf.layers.permute({ dims: x.shape.slice(1).map((_, i) => i + 1), name }).apply(x) as tf.SymbolicTensor // one in, one out
    : x
