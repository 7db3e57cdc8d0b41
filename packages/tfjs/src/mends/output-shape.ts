// CenterCrop and CategoryEncoding overwrite their input shape with their output shape, so a model
// that begins with one refuses its own input ("expected x to have shape [null,5] but got array with
// shape [3,4]").
import * as tf from '@tensorflow/tfjs'
import { override } from '../tf/internals.js'

const CLASSES = new Set(['CenterCrop', 'CategoryEncoding'])

/** Lets the layer compute its output shape on a copy. */
export const mendOutputShape = (layer: tf.layers.Layer): void => {
  const compute = layer.computeOutputShape.bind(layer)
  // the copy has the same type
  override(layer, 'computeOutputShape', (shape) =>
    compute(shape.map((size) => (Array.isArray(size) ? [...size] : size)) as typeof shape),
  )
}

/** Whether a layer overwrites the shape of its input. */
export const writesItsInput = (layer: tf.layers.Layer): boolean => CLASSES.has(layer.getClassName())

/**
 * A tensor equal to `x` whose shape such a layer may overwrite, so that any TensorFlow.js can load
 * the model.
 */
export const spare = (x: tf.SymbolicTensor, name: string): tf.SymbolicTensor =>
  // a Permute that changes nothing; an Activation would pass on the same shape object
  // one in, one out
  tf.layers
    .permute({ dims: x.shape.slice(1).map((_, i) => i + 1), name })
    .apply(x) as tf.SymbolicTensor
