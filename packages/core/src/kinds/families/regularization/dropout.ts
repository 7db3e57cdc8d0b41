import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type Complaint, complain } from '../../../base/problem.js'
import { type NoiseShape, noiseShape, rate, seed } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Rate } from '../../../shape/shape.js'
import { type Sizes, show } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'

export interface SeedOptions<Seed extends number | undefined = number | undefined> {
  /**
   * Makes the masks repeatable. Without it, they come from the seed of the build, if there is one.
   */
  seed?: Seed | undefined
}

export interface DropoutOptions<
  Seed extends number | undefined = number | undefined,
> extends SeedOptions<Seed> {
  /**
   * The shape of the mask, batch first: null for a size of the input, 1 where all values share
   * their fate. `[null, 1, 1, null]` drops whole channels of images, `[null, 1, 1, 1]` whole
   * images. By default, each value is dropped by itself.
   */
  noiseShape?: NoiseShape | undefined
}

/** A seeded dropout holds its random numbers. */
export type RandomnessOf<Seed> = [Seed] extends [undefined] ? never : 'randomness'

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Zeroes some of the values in training and scales up the rest; does nothing in inference.
     * Keras: `Dropout`; Srivastava et al. 2014. Any shape to the same shape. Without a seed it
     * holds nothing, and equal layers share one instance; with a seed, its own or that of the
     * build, each position draws its own masks, a new one at every call.
     * @param rate the share of values to drop, at least 0 and below 1
     * @example
     * import { input } from 'layersmith'
     * input([128]).dropout(0.5).dense(10).shape // [10]
     * input([8, 8, 16]).dropout(0.2, { noiseShape: [null, 1, 1, null] }).shape // [8, 8, 16]
     */
    dropout<
      S extends Sig,
      H extends Trait,
      const R extends number,
      const Seed extends number | undefined = undefined,
    >(
      this: Block<S, H>,
      rate: R & Rate<R, 'rate'>,
      options?: DropoutOptions<Seed>,
    ): Block<S, H | RandomnessOf<NoInfer<Seed>>>
  }
}

export interface SeededConfig {
  readonly rate: number
  readonly seed: number | null
}
/** What all dropouts that draw from a seed have in common. */
export const seeded: Pick<
  MethodKindOf<'stochasticDepth', SeededConfig>,
  'args' | 'config' | 'held' | 'shape' | 'params' | 'flops'
> = {
  args: (r, options) => record({ rate: r }, options),
  config: { rate: rate(), seed: seed() },
  held: (c) => (c.seed === null ? 'nothing' : 'randomness'),
  shape: (_, input = []) => right(input),
  params: () => NO_PARAMS,
  // in inference it does nothing
  flops: () => 0,
}

export interface DropoutConfig extends SeededConfig {
  readonly noiseShape: NoiseShape | null
}

const masked = ({ noiseShape: noise }: DropoutConfig, input: Sizes): Either<Complaint, Sizes> => {
  const [, ...sizes] = noise ?? [null, ...input]
  const isFit =
    sizes.length === input.length && sizes.every((n, i) => n === 1 || (n ?? input[i]) === input[i])
  return isFit
    ? right(input)
    : left(
        complain('invalidOption', {
          expected: `noiseShape must be the batch and the sizes of ${show(input)}`,
          got: JSON.stringify(noise),
          fix: 'give null for each size that the mask shares with the input, and 1 for any other',
        }),
      )
}

export const dropout: MethodKindOf<'dropout', DropoutConfig> = {
  ...seeded,
  kind: 'dropout',
  config: { ...seeded.config, noiseShape: noiseShape() },
  shape: (config, input = []) => masked(config, input),
  classes: [{ className: 'Dropout' }],
}
