// A convolution with a dilation is one without whose kernel has zeros in its gaps.
import * as tf from '@tensorflow/tfjs'

/** How many pixels a kernel of a length spans with a dilation. */
export const spanOf = (length: number, rate: number): number => (length - 1) * rate + 1

/** A kernel [...sizes, channels, filters] with `rate - 1` zeros between the points of each axis. */
export const spread = (kernel: tf.Tensor, rates: readonly number[]): tf.Tensor =>
  rates.reduce((k, rate, axis) => {
    const [length = 1, ...after] = k.shape.slice(axis)
    const inner = tf.util.sizeFromShape(after)
    const gaps = tf.pad(tf.reshape(k, [-1, length, 1, inner]), [
      [0, 0],
      [0, 0],
      [0, rate - 1],
      [0, 0],
    ])
    const span = spanOf(length, rate)
    const spaced = tf.reshape(gaps, [-1, length * rate, inner])
    // without the zeros after the last point
    const whole = tf.slice(spaced, [0, 0, 0], [-1, span, -1])
    return tf.reshape(whole, [...k.shape.slice(0, axis), span, ...after])
  }, kernel)
