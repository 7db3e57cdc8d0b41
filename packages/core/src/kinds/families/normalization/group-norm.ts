import { type Either, chain, left, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { real } from '../../../config/field.js'
import { type Complaint, complain } from '../../../base/problem.js'
import { type Sizes, isCount, lastOf, show } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'
import { type MethodKindOf, record } from '../../kind.js'
import { alongLast, fromTheEnd } from '../../last-axis.js'
import { type LayerNormConfig, type LayerNormOptions, layerNorm } from './layer-norm.js'

/** Those of a layer normalization, whose weights it has. */
export type GroupNormOptions = LayerNormOptions

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

export interface GroupNormConfig extends LayerNormConfig {
  readonly groups: number
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
    ...layerNorm.config,
  },
  held: () => 'weights',
  shape: (config, input = []) =>
    pipe(
      alongLast(config, input),
      chain(() => grouped(config, input)),
    ),
  settle: fromTheEnd,
  params: layerNorm.params,
  flops: layerNorm.flops,
  classes: [{ className: 'GroupNormalization' }],
}
