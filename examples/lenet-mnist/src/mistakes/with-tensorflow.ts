/** What TensorFlow.js does when one batch normalization serves two places. */
import * as tf from '@tensorflow/tfjs'

/** Different channel counts: the second use throws. Returns the text of the error. */
export function shareAcrossChannelCounts(): string {
  const bn = tf.layers.batchNormalization()
  try {
    bn.apply(tf.input({ shape: [25, 25, 6] }))
    bn.apply(tf.input({ shape: [9, 9, 16] }))
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    bn.dispose()
  }
  throw new Error('expected TensorFlow.js to refuse 16 channels after 6, but it did not')
}

export interface SharingNet {
  readonly model: tf.LayersModel
  dispose(): void
}

/** Equal channel counts: nothing complains, neither here nor while the net trains. */
export function shareAcrossEqualCounts(seed: number): SharingNet {
  const bn = tf.layers.batchNormalization({ momentum: 0.9 })
  const pool = tf.layers.maxPooling2d({ poolSize: 2 })
  // Each place has its own seed: equal seeds would give equal weights.
  const weights = (place: number) => tf.initializers.glorotUniform({ seed: seed + place })
  const conv = (place: number) =>
    tf.layers.conv2d({
      filters: 8,
      kernelSize: 4,
      activation: 'relu',
      kernelInitializer: weights(place),
    })
  const dense = tf.layers.dense({ units: 10, activation: 'softmax', kernelInitializer: weights(2) })
  const image = tf.input({ shape: [28, 28, 1] })
  const scores = [conv(0), bn, pool, conv(1), bn, pool, tf.layers.flatten(), dense].reduce(
    after,
    image,
  )
  const model = tf.model({ inputs: image, outputs: scores })
  return {
    model,
    dispose() {
      model.dispose()
      // The layer counted each use, but the model disposes of it only once: a layer used twice must
      // be disposed twice.
      bn.dispose()
    },
  }
}

function after(flow: tf.SymbolicTensor, layer: tf.layers.Layer): tf.SymbolicTensor {
  // apply() of a symbolic tensor returns a symbolic tensor; its type also allows concrete ones.
  return layer.apply(flow) as tf.SymbolicTensor
}
