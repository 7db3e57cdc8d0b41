// Layers that drop values in training. The masks are those of TensorFlow.js: they follow from the
// layer's seed, if it has one, and from the number of masks drawn so far.
import * as tf from '@tensorflow/tfjs'
import type { Shape } from '../contract.js'
import { type Draw, dropout as dropoutOp } from '../ops/dropout.js'
import { view } from '../ops/moves.js'
import { lowering, only } from './lowering.js'

interface Seeded {
  readonly rate: number
  readonly seed: number | null
}

/** Draws a mask as tf.dropout does, for a layer that layersmith made. */
const drawOf =
  ({ rate, seed }: Seeded, mask: Shape): Draw =>
  (numbers, images, count) => {
    tf.tidy(() => {
      const given = seed === null ? undefined : `${seed}/${count}`
      const drawn = tf.randomUniform([images, ...mask], 0, 1, 'float32', given)
      const keep = Math.fround(1 - rate)
      const values = drawn.dataSync()
      for (let i = 0; i < values.length; i++)
        numbers[i] = Math.floor(Math.fround((values[i] ?? 0) + keep)) / keep
    })
  }

interface Dropout extends Seeded {
  readonly noiseShape: readonly (number | null)[] | null
}
export const dropout = lowering<Dropout>((config, use) => {
  const { instance, output } = use
  const [batch = null, ...sizes] = config.noiseShape ?? []
  if (batch !== null) return 'there is no kernel for a mask that examples share'
  const mask = output.map((size, i) => sizes[i] ?? size)
  if (output.length > 3 && String(mask) !== String(output))
    return 'values have more than three axes'
  return only(
    config.rate === 0 ? view : dropoutOp(instance, 'dropout', output, mask, drawOf(config, mask)),
    use,
  )
})

export const spatialDropout1d = lowering<Seeded>((config, use) => {
  const { instance, output } = use
  const mask = output.map((size, i) => (i === 0 ? 1 : size))
  const draw = drawOf(config, mask)
  return only(
    config.rate === 0 ? view : dropoutOp(instance, 'spatial dropout', output, mask, draw),
    use,
  )
})

export const stochasticDepth = lowering<Seeded>((config, use) => {
  const { instance, output } = use
  const mask = output.map(() => 1)
  if (output.length > 3) return 'values have more than three axes'
  const draw = drawOf(config, mask)
  return only(
    config.rate === 0 ? view : dropoutOp(instance, 'stochastic depth', output, mask, draw),
    use,
  )
})
