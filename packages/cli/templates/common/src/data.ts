// What the net learns from. Replace this by data of your own.
import * as tf from '@tensorflow/tfjs'

export const size = 16
export const classes = ['horizontal', 'vertical']

/** Noisy pictures with one bright bar each, and whether it lies or stands. Dispose of both. */
export const examples = (count = 600, seed = 1) =>
  tf.tidy(() => {
    const bars = new Float32Array(count * size * size)
    for (let i = 0; i < count; i++) {
      const place = (7 * i) % size
      const stands = i % 2 === 1
      for (let j = 0; j < size; j++)
        bars[(i * size + (stands ? j : place)) * size + (stands ? place : j)] = 1
    }
    const noise = tf.randomUniform([count, size, size, 1], 0, 0.8, 'float32', seed)
    const x = noise.maximum(tf.tensor4d(bars, [count, size, size, 1])).as4D(count, size, size, 1)
    const labels = Int32Array.from({ length: count }, (_, i) => i % 2)
    const y = tf.oneHot(tf.tensor1d(labels, 'int32'), classes.length).as2D(count, classes.length)
    return { x, y }
  })
