// Recurrent layers drop `zero_output_for_mask`, with which padded steps give zeros instead of the
// output of the step before. Keras 3 sets it for the layers in a Bidirectional.
import * as tf from '@tensorflow/tfjs'
import { isData } from '../topology/saved-form.js'
import { calledLayers, replaceCall } from '../tf/internals.js'
import { type Options, type Rule, keep } from './rule.js'

const name = 'zeroOutputForMask'

/** Lets padded steps of a sequence give zeros. */
export const zeroPadding = (layer: tf.layers.Layer): void => {
  if (!givesSequence(layer)) return
  replaceCall(layer, (call) => (inputs, kwargs) => {
    const mask = kwargs['mask'] as tf.Tensor | null | undefined // any in its type
    if (mask === null || mask === undefined) return call(inputs, kwargs)
    return tf.tidy(() => {
      const [sequence, ...states] = [call(inputs, kwargs)].flat()
      if (sequence === undefined) return []
      const zeroed = tf.mul(sequence, tf.expandDims(tf.cast(mask, 'float32'), 2))
      return states.length === 0 ? zeroed : [zeroed, ...states]
    })
  })
}

/** A Bidirectional gives what its layers give. */
const givesSequence = (layer: tf.layers.Layer): boolean =>
  [layer, ...calledLayers(layer)].some((one) => one.getConfig()['returnSequences'] === true)

export const maskedOutput: Rule = {
  classes: ['GRU', 'GRUResetAfter', 'LSTM', 'SimpleRNN'],
  options: { [name]: [false] },
  heed: (layer, config) => {
    zeroPadding(layer)
    keep(layer, config, [name])
  },
}

/** Whether the layer in a Bidirectional's config has the option. */
export const hasMaskedOutput = ({ layer }: Options): boolean =>
  isData(layer) && isData(layer['config']) && layer['config'][name] === true
