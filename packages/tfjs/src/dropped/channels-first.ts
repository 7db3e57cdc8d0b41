// Conv1D takes `data_format: channels_first` and declares such an output, but computes one with the
// channels last, and leaves the option out of its config.
import * as tf from '@tensorflow/tfjs'
import { replaceCall } from '../tf/internals.js'
import { type KernelMembers, LINEAR, membersOf } from '../tf/layer-members.js'
import { keep, type Rule } from './rule.js'

export const channelsFirst: Rule = {
  classes: ['Conv1D'],
  options: { dataFormat: ['channelsLast'] },
  heed: (layer, options) => {
    if (options['padding'] === 'causal')
      throw new Error(
        `the layer ${layer.name} (Conv1D) has padding: causal with data_format: channels_first, ` +
          'which TensorFlow.js cannot compute; put the channels last in Keras, ' +
          'and save the model again',
      )
    const conv = membersOf<KernelMembers>(layer)
    replaceCall(
      layer,
      (call) => (inputs, kwargs) =>
        tf.tidy(() => {
          const { activation } = conv
          try {
            conv.activation = LINEAR
            const y = call(inputs, kwargs) as tf.Tensor // one output
            // softmax works on the last axis, whatever it is
            return activation.apply(tf.transpose(y, [0, 2, 1]))
          } finally {
            conv.activation = activation
          }
        }),
    )
    keep(layer, options, ['dataFormat'])
  },
}

/** Whether a layer has this option and heeds it only in part. */
export const isHalfFirst = (layer: tf.layers.Layer): boolean =>
  layer.getClassName() === 'Conv1D' &&
  membersOf<KernelMembers>(layer).dataFormat === 'channelsFirst' &&
  !('dataFormat' in layer.getConfig())

/** A layer's config with the option that it leaves out. */
export const withFormat = (
  layer: tf.layers.Layer,
  config: tf.serialization.ConfigDict,
): tf.serialization.ConfigDict =>
  isHalfFirst(layer) ? { ...config, dataFormat: 'channelsFirst' } : config
