// Layers that drop values or add noise in training. What they draw is what TensorFlow.js would: it
// follows from the layer's seed, if it has one, and from the number of draws so far.
import * as tf from '@tensorflow/tfjs'
import type { Shape } from '../contract.js'
import { type Draw, dropout as dropoutOp } from '../ops/dropout.js'
import { view } from '../ops/moves.js'
import { noise, roomOf } from '../ops/noise.js'
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

// layers of TensorFlow.js that take no seed

export const gaussianNoise = lowering<{ stddev: number }>(({ stddev }, use) => {
  const { instance, output } = use
  const draw: Draw = (numbers, images) => {
    numbers.set(normals([images, ...output], 0, stddev))
  }
  return only(noise(instance, 'gaussian noise', { times: false, plus: true }, draw), use)
})

export const gaussianDropout = lowering<{ rate: number }>(({ rate }, use) => {
  const { instance, output } = use
  const draw: Draw = (numbers, images) => {
    numbers.set(normals([images, ...output], 1, Math.sqrt(rate / (1 - rate))))
  }
  return only(
    rate === 0 ? view : noise(instance, 'gaussian dropout', { times: true, plus: false }, draw),
    use,
  )
})

const normals = (shape: Shape, mean: number, deviation: number): Float32Array =>
  tf.tidy(() => tf.randomNormal([...shape], mean, deviation).dataSync<'float32'>())

/** The limit of SELU for small numbers, which TensorFlow.js takes with the other sign. */
const LIMIT = -1.7580993408473766

export const alphaDropout = lowering<{ rate: number }>(({ rate }, use) => {
  const { instance, output } = use
  const factor = ((1 - rate) * (1 + rate * LIMIT ** 2)) ** -0.5
  const offset = -factor * LIMIT * rate
  const draw: Draw = (numbers, images) => {
    tf.tidy(() => {
      const drawn = tf.randomUniform([images, ...output]).dataSync()
      const behind = roomOf(drawn.length)
      const least = Math.fround(rate)
      for (const [i, n] of drawn.entries()) {
        numbers[i] = n >= least ? factor : 0
        numbers[behind + i] = n >= least ? offset : offset - factor * LIMIT
      }
    })
  }
  return only(
    rate === 0 ? view : noise(instance, 'alpha dropout', { times: true, plus: true }, draw),
    use,
  )
})
