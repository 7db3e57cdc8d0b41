/** The same network with layersmith: compare it with feature-extractor.ts. */
import { block, input, toModel } from 'layersmith'

/** 0.9, because Keras's default of 0.99 needs a few hundred steps to learn the statistics. */
const momentum = 0.9

/**
 * Works after any input that it fits, as often as you like: every use gets its own convolutions and
 * statistics.
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

export const buildLenet = (seed: number) => toModel(lenet, { seed })
export type BuiltLenet = ReturnType<typeof buildLenet>
