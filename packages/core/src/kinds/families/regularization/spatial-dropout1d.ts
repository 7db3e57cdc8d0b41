import { map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { MethodKindOf } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import type { Terms } from '../../../base/sentences.js'
import type { Needs, Rate } from '../../../shape/shape.js'
import { sequenceOf } from '../../../shape/sizes.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'
import { type RandomnessOf, type SeedOptions, type SeededConfig, seeded } from './dropout.js'

export interface SpatialDropout1D extends Op {
  readonly out: this['in'] extends readonly [number, number]
    ? this['in']
    : Needs<this['in'], 'spatialDropout1d', Terms['sequence'], [number, number]>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Dropout of whole channels: [batch, steps, channels] to the same shape. Keras:
     * `SpatialDropout1D`; Tompson et al. 2014, https://arxiv.org/abs/1411.4280. Without a seed it
     * holds nothing, and equal layers share one instance; with a seed, its own or that of the
     * build, each position draws its own masks, a new one at every call.
     * @param rate the share of channels to drop, at least 0 and below 1
     * @example
     * import { input } from 'layersmith'
     * input([20, 8]).spatialDropout1d(0.2).shape // [20, 8]
     */
    spatialDropout1d<
      S extends Sig,
      H extends Trait,
      const R extends number,
      const Seed extends number | undefined = undefined,
    >(
      this: Block<S, H>,
      rate: R & Rate<R, 'rate'> & Fit<S, SpatialDropout1D>,
      options?: SeedOptions<Seed>,
    ): Block<Then<S, SpatialDropout1D>, H | RandomnessOf<NoInfer<Seed>>>
  }
}

export const spatialDropout1d: MethodKindOf<'spatialDropout1d', SeededConfig> = {
  ...seeded,
  kind: 'spatialDropout1d',
  shape: (_, input = []) =>
    pipe(
      sequenceOf(input),
      map(() => input),
    ),
  classes: [{ className: 'SpatialDropout1D' }],
}
