import { type Either, chain, left, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { flag, numbers, optional } from '../../../config/field.js'
import { type Complaint, complain } from '../../../base/problem.js'
import { type Sizes, lastOf, show, times } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import {
  type LastAxis,
  type LastAxisOptions,
  alongLast,
  fromTheEnd,
  lastAxis,
} from '../../last-axis.js'

export interface NormalizationOptions extends LastAxisOptions {
  /** The mean of each channel, or one for all; without it, `adapt` measures it. */
  mean?: number | readonly number[] | undefined
  /** The variance of each channel, or one for all; without it, `adapt` measures it. */
  variance?: number | readonly number[] | undefined
  /** Whether to undo such a normalization; false by default. */
  invert?: boolean | undefined
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Subtracts a mean and divides by the square root of a variance, for each channel: [batch, …,
     * channels] to the same shape. Keras: `Normalization`. Holds weights that do not train, unless
     * mean and variance are given: mean and variance, each [channels], and count, which `adapt`
     * sets from data.
     * @example
     * import { input } from 'layersmith'
     * const mean = [123.675, 116.28, 103.53]
     * const normalized = input([224, 224, 3]).normalization({ mean, variance: [3410, 3263, 3292] })
     * normalized.shape // [224, 224, 3]
     */
    normalization<S extends Sig, H extends Trait>(
      this: Block<S, H>,
      options?: NormalizationOptions,
    ): Block<S, H | 'weights'>
  }
}

export interface NormalizationConfig extends LastAxis {
  readonly mean: readonly number[] | null
  readonly variance: readonly number[] | null
  readonly invert: boolean
}

const normalized = (
  { mean, variance }: NormalizationConfig,
  input: Sizes,
): Either<Complaint, Sizes> => {
  const channels = lastOf(input, 'the number of channels')
  if (channels._tag === 'Left') return channels
  const wrong = (expected: string, got: string, fix: string): Either<Complaint, Sizes> =>
    left(complain('invalidOption', { expected, got, fix }))
  if ((mean === null) !== (variance === null))
    return wrong(
      'mean and variance must be given together',
      mean === null ? 'only variance' : 'only mean',
      'give both, or leave both out and call adapt',
    )
  if (mean?.length !== variance?.length)
    return wrong(
      'mean and variance must have equally many numbers',
      `${mean?.length ?? 0} and ${variance?.length ?? 0}`,
      'give one for all channels, or one for each, in both',
    )
  const long = [mean, variance].find(
    (list) => list !== null && list.length !== 1 && list.length !== channels.right,
  )
  return long === undefined || long === null
    ? right(input)
    : wrong(
        `mean and variance must have one number, or one for each channel of ${show(input)}`,
        String(long.length),
        'give as many numbers as there are channels',
      )
}

export const normalization: MethodKindOf<'normalization', NormalizationConfig> = {
  kind: 'normalization',
  args: (options) => record({}, options),
  config: {
    mean: numbers('a number, or one for each channel', () => true),
    variance: numbers('a number that is not negative, or one for each channel', (n) => n >= 0),
    invert: optional(flag(), false),
    ...lastAxis,
  },
  held: () => 'weights',
  shape: (config, input = []) =>
    pipe(
      alongLast(config, input),
      chain(() => normalized(config, input)),
    ),
  settle: fromTheEnd,
  params: ({ mean }, input) =>
    mean === null ? { trainable: 0, nonTrainable: 2 * (input.at(-1) ?? 0) + 1 } : NO_PARAMS,
  flops: (_, output) => times(2, ...output),
  classes: [{ className: 'Normalization' }],
}
