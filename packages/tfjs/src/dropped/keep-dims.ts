// A global pool drops `keepdims`, with which each pooled axis stays, with size 1.
import * as tf from '@tensorflow/tfjs'
import { override, replaceCall } from '../tf/internals.js'
import { keep, type Rule } from './rule.js'

export const keepDims: Rule = {
  classes: [
    ...['GlobalAveragePooling1D', 'GlobalMaxPooling1D'],
    ...['GlobalAveragePooling2D', 'GlobalMaxPooling2D'],
  ],
  options: { keepdims: [false] },
  heed: (layer, options) => {
    const axes = layer.getClassName().endsWith('1D') ? 1 : 2
    const isFirst = layer.getConfig()['dataFormat'] === 'channelsFirst'
    const withAxes = <T>([batch, channels]: readonly T[], one: T): T[] => {
      const kept = Array.from({ length: axes }, () => one)
      // a pool gives a batch of channels
      return (isFirst ? [batch, channels, ...kept] : [batch, ...kept, channels]) as T[]
    }
    const compute = layer.computeOutputShape.bind(layer)
    // a pool has one output
    override(layer, 'computeOutputShape', (shape) => withAxes(compute(shape) as tf.Shape, 1))
    replaceCall(
      layer,
      (call) => (inputs, kwargs) =>
        tf.tidy(() => {
          const y = call(inputs, kwargs) as tf.Tensor // one output
          return tf.reshape(y, withAxes(y.shape, 1))
        }),
    )
    keep(layer, options, ['keepdims'])
  },
}
