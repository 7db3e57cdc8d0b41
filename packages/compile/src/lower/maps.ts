// Kinds that map each channel on its own in inference.
import { affine, at } from '../graph/affine.js'
import { scale } from '../ops/scale.js'
import { LAYER, lowering } from './lowering.js'

type PerChannel = number | readonly number[]

/** The number for a channel: its own in a list, or the one for all. */
const numberOf = (given: PerChannel, channel: number): number =>
  typeof given === 'number' ? given : at(given, given.length === 1 ? 0 : channel)

/** Along any other axis it runs through its layer. */
export const bn = lowering<{ axis: number; epsilon: number }>(({ axis, epsilon }, use) => {
  if (axis !== -1) return LAYER
  const { weights } = use
  const [mean, variance] = [weights.get('moving_mean'), weights.get('moving_variance')]
  const [gamma, beta] = [weights.find('gamma'), weights.find('beta')]
  return {
    op: scale(
      affine(mean.values.length, (i) => ({
        center: at(mean.values, i),
        factor:
          (gamma === null ? 1 : at(gamma.values, i)) / Math.sqrt(at(variance.values, i) + epsilon),
        offset: beta === null ? 0 : at(beta.values, i),
      })),
    ),
  }
})

export const layerScale = lowering<object>((_, { weights }) => {
  const { values } = weights.get('gamma')
  return { op: scale(affine(values.length, (i) => ({ factor: at(values, i) }))) }
})

interface Normalization {
  readonly mean: readonly number[] | null
  readonly variance: readonly number[] | null
  readonly invert: boolean
}
/** Keras's fuzz factor, the smallest standard deviation that it divides by. */
const LEAST = 1e-7

export const normalization = lowering<Normalization>(({ mean, variance, invert }, use) => {
  const { input, weights } = use
  const channels = input.at(-1) ?? null
  if (channels === null) return LAYER
  const means = mean ?? [...weights.get('mean').values]
  const variances = variance ?? [...weights.get('variance').values]
  return {
    op: scale(
      affine(channels, (i) => {
        const center = numberOf(means, i)
        const deviation = Math.max(Math.sqrt(numberOf(variances, i)), LEAST)
        return invert ? { factor: deviation, offset: center } : { center, factor: 1 / deviation }
      }),
    ),
  }
})

export const rescaling = lowering<{ scale: PerChannel; offset: PerChannel }>(
  (config, { input }) => {
    const channels = input.at(-1) ?? null
    return channels === null
      ? LAYER
      : {
          op: scale(
            affine(channels, (i) => ({
              factor: numberOf(config.scale, i),
              offset: numberOf(config.offset, i),
            })),
          ),
        }
  },
)
