// A merge of TensorFlow.js makes a mask with an axis too many, of all inputs' masks but the last,
// so a recurrent layer behind it throws ("Operands could not be broadcast together") or sees
// padding. Concatenate has a method of its own.
import * as tf from '@tensorflow/tfjs'
import { override } from '../tf/internals.js'

/** The classes that merge element by element. */
export const ELEMENTWISE: readonly string[] = ['Add', 'Multiply', 'Average', 'Maximum', 'Minimum']

/** Keeps the steps that no input masks, as Keras does; an input without a mask masks nothing. */
export const mendMergeMask = (layer: tf.layers.Layer): void => {
  override(layer, 'computeMask', (_, mask) => {
    // null for an input without, undefined for a call without
    const masks = [mask].flat().filter((m) => m !== null && m !== undefined)
    // no mask is null, which the type lacks
    return masks.length === 0
      ? (null as unknown as tf.Tensor)
      : tf.tidy(() => masks.reduce((all, m) => tf.logicalAnd(all, m)))
  })
}
