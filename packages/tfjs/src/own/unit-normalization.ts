import * as tf from '@tensorflow/tfjs'
import { onlyTensor } from '../tf/tensors.js'

/** Scales the last axis to length 1. Zeros stay zeros, as in Keras. */
export class UnitNormalization extends tf.layers.Layer {
  static readonly className = 'UnitNormalization'

  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return shape
  }
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = onlyTensor(inputs)
      const square = tf.sum(tf.square(x), -1, true)
      return tf.mul(x, tf.rsqrt(tf.maximum(square, 1e-24)))
    })
  }
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), axis: -1 }
  }
}
