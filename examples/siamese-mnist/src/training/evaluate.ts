import { pause } from '@layersmith/example-shared'
import * as tf from '@tensorflow/tfjs'

import { pairBatch, type Pairs } from './pairs.js'

const batchSize = 500

/** The share of pairs that the model gets right: a score above one half means the same digit. */
export async function accuracyOn(
  model: tf.LayersModel,
  pairs: Pairs,
  signal: AbortSignal,
): Promise<number> {
  const count = pairs.same.length
  let right = 0
  for (let start = 0; start < count; start += batchSize) {
    const numbers = Uint32Array.from(
      { length: Math.min(batchSize, count - start) },
      (_, index) => start + index,
    )
    const { x, y } = pairBatch(pairs, numbers)
    // One output, so predict() returns one tensor; its type also allows a list.
    const predicted = tf.tidy(() => model.predict(x) as tf.Tensor)
    try {
      const scores = await predicted.data<'float32'>()
      right += scores.filter(
        (score, index) => (score > 0.5 ? 1 : 0) === pairs.same[start + index],
      ).length
    } finally {
      tf.dispose([x, y, predicted])
    }
    await pause(signal)
  }
  return right / count
}
