// Conv1D takes the padding 'causal', by which no output sees a later step, and throws when it
// computes.
import * as tf from '@tensorflow/tfjs'
import { override, replaceCall } from '../tf/internals.js'
import { type KernelMembers, membersOf } from '../tf/layer-members.js'
import { spanOf } from '../tf/spread-kernel.js'
import { onlyShape, onlyTensor } from '../tf/tensors.js'
import type { Rule } from './rule.js'

export const causal: Rule = {
  classes: ['Conv1D'],
  options: { padding: ['valid', 'same'] },
  heed: (layer) => {
    const conv = membersOf<KernelMembers & { padding: string }>(layer)
    const asValid = <T>(compute: () => T): T => {
      const { padding } = conv
      try {
        conv.padding = 'valid'
        return compute()
      } finally {
        conv.padding = padding
      }
    }
    // a mend of the dilation changes the rate while it computes, but not the span
    const before = spanOf(conv.kernelSize[0] ?? 1, conv.dilationRate[0] ?? 1) - 1
    const compute = layer.computeOutputShape.bind(layer)
    override(layer, 'computeOutputShape', (given) => {
      const [batch = null, steps = null, ...rest] = onlyShape(given)
      return asValid(() => compute([batch, steps === null ? null : steps + before, ...rest]))
    })
    replaceCall(
      layer,
      (call) => (inputs, kwargs) =>
        tf.tidy(() => {
          const x = onlyTensor(inputs)
          const padded = tf.pad(x, [
            [0, 0],
            [before, 0],
            [0, 0],
          ])
          return asValid(() => call(padded, kwargs))
        }),
    )
  },
}
