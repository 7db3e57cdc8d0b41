// BatchNormalization along another axis than the last one takes its statistics along the last one:
// the kernels go through them round and round. Here the axis is the last one while the layer
// computes.
import * as tf from '@tensorflow/tfjs'
import { replaceCall } from '../tf/internals.js'
import { type AxisMember, membersOf } from '../tf/layer-members.js'
import { onlyTensor } from '../tf/tensors.js'
import type { Rule } from './rule.js'

export const batchAxis: Rule = {
  classes: ['BatchNormalization'],
  options: { axis: [-1] },
  heed: (layer) => {
    const members = membersOf<AxisMember>(layer)
    replaceCall(layer, (call) => (inputs, kwargs) => {
      const x = onlyTensor(inputs)
      const { axis } = members
      // Keras 2 writes a list of one
      const from = (Number(axis) + x.rank) % x.rank
      const last = x.rank - 1
      if (from === last) return call(inputs, kwargs)
      const order = x.shape.map((_, i) => (i === from ? last : i === last ? from : i))
      try {
        members.axis = last
        return tf.tidy(() => {
          const y = call(tf.transpose(x, order), kwargs) as tf.Tensor // one output
          return tf.transpose(y, order)
        })
      } finally {
        members.axis = axis
      }
    })
  },
}
