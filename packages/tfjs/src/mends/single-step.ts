// A recurrent layer that is not the first throws in training on sequences of one step ("Argument
// tensors passed to stack must be a `Tensor[]`"): where unstack gives one tensor, TensorFlow.js
// hands its gradient one tensor too, instead of a list of one.
import * as tf from '@tensorflow/tfjs'
import { inGradient, replaceCall } from '../tf/internals.js'

const UNPACK = 'Unpack'

/** Lets a recurrent layer train on sequences of one step. */
export const mendSingleStep = (layer: tf.layers.Layer): void => {
  replaceCall(layer, (call) => (inputs, kwargs) => {
    const [sequence] = [inputs].flat()
    return inGradient() && sequence?.shape[1] === 1
      ? withUnpackGradient(() => call(inputs, kwargs))
      : call(inputs, kwargs)
  })
}

/**
 * Calls a layer while the gradient of unstack takes one tensor for a list of one. TensorFlow.js
 * looks gradients up when it computes, so its own is back before anybody else computes.
 */
const withUnpackGradient = <T>(call: () => T): T => {
  const stock = tf.getGradient(UNPACK)
  const replace = (gradient: tf.GradConfig): void => {
    // registering over an existing one prints a warning
    tf.unregisterGradient(UNPACK)
    tf.registerGradient(gradient)
  }
  try {
    replace({ ...stock, gradFunc: (dy, ...rest) => stock.gradFunc([dy].flat(), ...rest) })
    return call()
  } finally {
    replace(stock)
  }
}
