// The numbers of weights and inputs, as in keras/formula.py.
import * as tf from '@tensorflow/tfjs'

const numbers = (shape: readonly number[], factor: number): tf.Tensor => {
  const count = tf.util.sizeFromShape([...shape])
  return tf.tensor(
    Float32Array.from({ length: count }, (_, i) => ((i * factor + 11) % 101) / 50 - 1),
    [...shape],
  )
}

/** The i-th input; whole numbers below `tokens` if that is given. */
export const inputOf = (shape: readonly number[], i: number, tokens?: number | null): tf.Tensor =>
  tf.tidy(() => {
    const x = numbers(shape, 53 + 6 * i)
    return tokens === undefined || tokens === null
      ? x
      : tf.floor(tf.mul(tf.div(tf.add(x, 1), 2.001), tokens))
  })

/** The i-th weight of a model. */
export const weightOf = (name: string, shape: readonly number[], i: number): tf.Tensor =>
  tf.tidy(() => {
    const given = numbers(shape, 37 + 2 * i)
    return name.includes('variance') ? tf.add(tf.abs(given), 0.5) : given
  })
