import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { epsilon, flag, initializer, optional, real, regularizer } from '../../../config/field.js'
import type { Initializer, InitializerSpec, Regularizer, Spec } from '../../../config/spec.js'
import { type Complaint, complain } from '../../../base/problem.js'
import { type Sizes, isCount, lastOf, show, times } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'
import { type MethodKindOf, record } from '../../kind.js'

export interface GroupNormOptions {
  /** Added to the variance; 0.001 by default. */
  epsilon?: number | undefined
  /** Whether an offset (beta) is learned; true by default. */
  center?: boolean | undefined
  /** Whether a factor (gamma) is learned; true by default. */
  scale?: boolean | undefined
  betaInitializer?: Initializer | undefined
  gammaInitializer?: Initializer | undefined
  betaRegularizer?: Regularizer | undefined
  gammaRegularizer?: Regularizer | undefined
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Normalizes groups of channels, for each example by itself: [batch, …, channels] to the same
     * shape. Keras: `GroupNormalization`; Wu and He 2018, https://arxiv.org/abs/1803.08494. 1 group
     * is layer normalization over all axes, -1, a group for each channel, is instance
     * normalization. Holds weights (gamma, beta), each [channels], and no running statistics: it
     * can be tied.
     * @param groups how many groups; it must divide the channels; Keras's default is 32
     * @example
     * import { input } from 'layersmith'
     * input([28, 28, 1]).conv(16, 3).groupNorm(4).relu().shape // [26, 26, 16]
     */
    groupNorm<S extends Sig, H extends Trait>(
      this: Block<S, H>,
      groups: number,
      options?: GroupNormOptions,
    ): Block<S, H | 'weights'>
  }
}

export interface GroupNormConfig {
  readonly groups: number
  readonly epsilon: number
  readonly center: boolean
  readonly scale: boolean
  readonly betaInitializer: InitializerSpec
  readonly gammaInitializer: InitializerSpec
  readonly betaRegularizer: Spec | null
  readonly gammaRegularizer: Spec | null
}

const grouped = ({ groups }: GroupNormConfig, input: Sizes): Either<Complaint, Sizes> => {
  const channels = lastOf(input, 'the number of channels')
  if (channels._tag === 'Left') return channels
  return groups === -1 || channels.right % groups === 0
    ? right(input)
    : left(
        complain('invalidOption', {
          expected: `groups must divide the channels of ${show(input)}`,
          got: String(groups),
          fix: 'choose a divisor, or -1 for a group for each channel',
        }),
      )
}

export const groupNorm: MethodKindOf<'groupNorm', GroupNormConfig> = {
  kind: 'groupNorm',
  args: (groups, options) => record({ groups }, options),
  config: {
    groups: real('a positive integer, or -1', (n) => isCount(n) || n === -1),
    epsilon: optional(epsilon(), 1e-3),
    center: optional(flag(), true),
    scale: optional(flag(), true),
    betaInitializer: initializer('Zeros'),
    gammaInitializer: initializer('Ones'),
    betaRegularizer: regularizer(),
    gammaRegularizer: regularizer(),
  },
  held: () => 'weights',
  shape: (config, input = []) => grouped(config, input),
  params: (c, input) => ({
    trainable: (input.at(-1) ?? 0) * (Number(c.center) + Number(c.scale)),
    nonTrainable: 0,
  }),
  // mean, variance, normalization, factor and offset: about eight operations per value
  flops: (_, output) => times(8, ...output),
  classes: [{ className: 'GroupNormalization' }],
}
