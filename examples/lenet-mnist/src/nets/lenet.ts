/** The same network with layersmith: compare it with feature-extractor.ts. */
import { block, input } from 'layersmith'

/** Momentum 0.9 because Keras' 0.99 needs some hundred steps before it knows the statistics. */
const momentum = 0.9

/**
 * Works behind any input it fits to, and as often as you like: every use gets convolutions and
 * statistics of its own.
 */
const features = block()
  .conv(6, 4, { activation: 'relu' })
  .bn({ momentum })
  .pool(2)
  .conv(16, 4, { activation: 'relu' })
  .bn({ momentum })
  .pool(2)

export const lenet = input([28, 28, 1])
  .pipe(features)
  .flatten()
  .dense(10, { activation: 'softmax' })
