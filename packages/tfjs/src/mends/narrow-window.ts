// With 'same', TensorFlow.js pads a window in space that is narrower than its stride by a negative
// number (get3DPadAndOutInfo; in two dimensions it takes zero), and so looks at other values. The
// window needs no padding there: what no window sees is cut off the end.
import * as tf from '@tensorflow/tfjs'
import { replaceCall } from '../tf/internals.js'
import { type WindowMembers, membersOf } from '../tf/layer-members.js'
import { onlyTensor } from '../tf/tensors.js'

/** Lets a Conv3D or a pooling in space compute with windows narrower than their stride. */
export const mendNarrowWindow = (layer: tf.layers.Layer): void => {
  const { kernelSize, poolSize, strides, padding, dataFormat } = membersOf<WindowMembers>(layer)
  const sizes = kernelSize ?? poolSize ?? []
  const isNarrow = (i: number): boolean => (strides[i] ?? 1) > (sizes[i] ?? 1)
  if (padding !== 'same' || !sizes.some((_, i) => isNarrow(i))) return
  const first = dataFormat === 'channelsFirst' ? 2 : 1
  const seen = (length: number, axis: number): number => {
    const i = axis - first
    if (sizes[i] === undefined || !isNarrow(i)) return length
    const step = strides[i] ?? 1
    return Math.min(length, (Math.ceil(length / step) - 1) * step + sizes[i])
  }
  replaceCall(layer, (call) => (inputs, kwargs) => {
    const x = onlyTensor(inputs)
    const size = x.shape.map(seen)
    const start = size.map(() => 0)
    return tf.tidy(() => call(tf.slice(x, start, size), kwargs))
  })
}
