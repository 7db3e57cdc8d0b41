// TimeDistributed runs its layer once per step. So a batch normalization in it sees one step at a
// time, a single step cannot train (its gradient throws "Argument tensors passed to stack must
// be …"), and a mask over the contents of the steps reaches the layer unchanged ("Operands could
// not be broadcast together"). Keras puts all steps through the layer at once.
import * as tf from '@tensorflow/tfjs'
import { calledLayers, dropout, replaceCall } from '../tf/internals.js'

/** Sends all steps of all examples through the layer as one batch. */
export const mendTimeDistributed = (layer: tf.layers.Layer): void => {
  const [inner] = calledLayers(layer)
  if (inner === undefined) return
  replaceCall(layer, (call) => (inputs, kwargs) => {
    const [x] = [inputs].flat()
    if (x === undefined) return call(inputs, kwargs)
    // a mask that all examples share is drawn for each step
    if (dropout(inner)?.noiseShape?.[0] === 1 && x.shape[1] !== 1) return call(inputs, kwargs)
    return tf.tidy(() => {
      const together = (t: tf.Tensor): tf.Tensor => t.reshape([-1, ...t.shape.slice(2)])
      const mask = kwargs['mask'] as tf.Tensor | null | undefined // any in its type
      // a mask of whole steps says nothing to a layer that sees one step
      const own = mask !== null && mask !== undefined && mask.rank > 2 ? together(mask) : undefined
      const [y] = [inner.call(together(x), { ...kwargs, mask: own })].flat()
      return y === undefined ? [] : y.reshape([...x.shape.slice(0, 2), ...y.shape.slice(1)])
    })
  })
}
