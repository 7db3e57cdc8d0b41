// A merge of TensorFlow.js makes a mask with one axis too many, from all inputs' masks but the
// last, so a recurrent layer after it throws ("Operands could not be broadcast together") or sees
// padding. Concatenate has its own method.
import * as tf from '@tensorflow/tfjs'
import { override } from '../tf/internals.js'

/** The classes that merge element by element. */
export const ELEMENTWISE: readonly string[] = ['Add', 'Multiply', 'Average', 'Maximum', 'Minimum']

/** Keeps the steps that no input masks, as Keras does; an input with no mask masks nothing. */
export const mendMergeMask = (layer: tf.layers.Layer): void => {
  override(layer, 'computeMask', (_, mask) => {
    // null if an input has no mask, undefined if the call has none
    const masks = [mask].flat().filter((m) => m !== null && m !== undefined)
    // no mask is null, which the type lacks
    return masks.length === 0
      ? (null as unknown as tf.Tensor)
      : tf.tidy(() => masks.reduce((all, m) => tf.logicalAnd(all, m)))
  })
}
