// A bilinear UpSampling2D of TensorFlow.js takes new pixels at the corners of the old ones (0, .5,
// 1, …), so the image moves by half a pixel. Keras and all others take them at their centers (0,
// .25, .75, 1.25, …). With centers, TensorFlow.js's own gradient would be that of the corners.
import * as tf from '@tensorflow/tfjs'
import { inGradient, replaceCall } from '../tf/internals.js'
import { type UpSamplingMembers, membersOf } from '../tf/layer-members.js'
import { onlyTensor } from '../tf/tensors.js'

/** Whether a layer enlarges by interpolation. */
export const isBilinear = (layer: tf.layers.Layer): boolean =>
  membersOf<UpSamplingMembers>(layer).interpolation === 'bilinear'

/** Lets the layer interpolate between the centers of pixels. */
export const mendUpsampling = (layer: tf.layers.Layer): void => {
  if (!isBilinear(layer)) return
  const { dataFormat, size } = membersOf<UpSamplingMembers>(layer)
  const first = dataFormat === 'channelsFirst' ? 2 : 1
  replaceCall(
    layer,
    () => (inputs) =>
      tf.tidy(() => {
        const x = onlyTensor(inputs) as tf.Tensor4D // an image
        const [rows, columns] = size
        return inGradient() || first === 2
          ? along(along(x, first, rows), first + 1, columns)
          : resize(x, x.shape[1] * rows, x.shape[2] * columns)
      }),
  )
}

const resize = (x: tf.Tensor4D, height: number, width: number): tf.Tensor =>
  tf.image.resizeBilinear(x, [height, width], false, true)

/** Enlarges one axis by a product with weights, whose gradient is right. */
const along = (x: tf.Tensor, axis: number, factor: number): tf.Tensor => {
  const [length = 1, ...after] = x.shape.slice(axis)
  const size = length * factor
  const weights = resize(tf.reshape(tf.eye(length), [1, length, length, 1]), size, length)
  const y = tf.matMul(
    tf.reshape(weights, [size, length]),
    tf.reshape(x, [-1, length, tf.util.sizeFromShape(after)]),
  )
  return tf.reshape(y, [...x.shape.slice(0, axis), size, ...after])
}
