import { right } from 'fp-ts/lib/Either.js'
import { rate, seed } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Rate } from '../../../shape/shape.js'
import type { Sig, Trait } from '../../../types/signature.js'

export interface DropoutOptions<Seed extends number | undefined = number | undefined> {
  /**
   * Makes the masks repeatable. Without it, they come from the seed of the build, if there is one.
   */
  seed?: Seed | undefined
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

export interface DropoutConfig {
  readonly rate: number
  readonly seed: number | null
}

export const dropout: MethodKindOf<'dropout', DropoutConfig> = {
  kind: 'dropout',
  args: (r, options) => record({ rate: r }, options),
  config: { rate: rate(), seed: seed() },
  held: (c) => (c.seed === null ? 'nothing' : 'randomness'),
  shape: (_, input = []) => right(input),
  params: () => NO_PARAMS,
  // in inference it does nothing
  flops: () => 0,
  classes: [{ className: 'Dropout' }],
}
