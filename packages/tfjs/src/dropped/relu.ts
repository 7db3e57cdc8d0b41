// ReLU reads `max_value` alone. Keras: values up to the threshold become
// `negative_slope * (x - threshold)`.
import * as tf from '@tensorflow/tfjs'
import { replaceCall } from '../tf/internals.js'
import { type ReluMembers, membersOf } from '../tf/layer-members.js'
import { onlyTensor } from '../tf/tensors.js'
import { keep, type Rule } from './rule.js'

export const relu: Rule = {
  classes: ['ReLU'],
  options: { negativeSlope: [0], threshold: [0] },
  heed: (layer, options) => {
    const [slope, threshold] = [options['negativeSlope'], options['threshold']].map((n) =>
      Number(n ?? 0),
    ) as [number, number] // as many as were given
    const { maxValue } = membersOf<ReluMembers>(layer)
    replaceCall(
      layer,
      () => (inputs) =>
        tf.tidy(() => {
          const x = onlyTensor(inputs)
          // not `greater`, which has no gradient
          const above = tf.mul(x, tf.step(tf.sub(x, threshold)))
          const kept = typeof maxValue === 'number' ? tf.clipByValue(above, 0, maxValue) : above
          return tf.sub(kept, tf.mul(slope, tf.relu(tf.sub(threshold, x))))
        }),
    )
    keep(layer, options, ['negativeSlope', 'threshold'])
  },
}
