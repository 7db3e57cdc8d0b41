import { map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import type { Terms } from '../../../base/sentences.js'
import type { Needs } from '../../../shape/shape.js'
import { product, sequenceOf } from '../../../shape/sizes.js'
import type { Good, Sig, Then, Trait } from '../../../types/signature.js'
import {
  type GlobalPoolConfig,
  type GlobalPoolOptions,
  type Pooled,
  globalPoolFields,
} from './global-pool.js'

export interface GlobalPool1D<Keep extends boolean = false> extends Op {
  readonly out: this['in'] extends readonly [number, infer C extends number]
    ? Pooled<[1, C], C, Keep>
    : Needs<this['in'], 'globalPool1d', Terms['sequence'], [number]>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * The mean (or maximum) of each channel over all steps: [batch, steps, channels] to
     * [batch, channels], or to [batch, 1, channels] with `keepDims`. Keras:
     * `GlobalAveragePooling1D`, `GlobalMaxPooling1D`. Holds nothing: equal layers share one
     * instance.
     * @example
     * import { input } from 'layersmith'
     * input([100, 8]).globalPool1d({ kind: 'max' }).shape // [8]
     */
    globalPool1d<S extends Sig, H extends Trait, Keep extends boolean = false>(
      this: Good<S, GlobalPool1D, Block<S, H>>,
      options?: GlobalPoolOptions<Keep>,
    ): Block<Then<S, GlobalPool1D<NoInfer<Keep>>>, H>
  }
}

export const globalPool1d: MethodKindOf<'globalPool1d', GlobalPoolConfig> = {
  kind: 'globalPool1d',
  args: (options) => record({}, options),
  config: globalPoolFields,
  held: () => 'nothing',
  shape: ({ keepDims }, input = []) =>
    pipe(
      sequenceOf(input),
      map(([, channels]) => (keepDims ? [1, channels] : [channels])),
    ),
  params: () => NO_PARAMS,
  flops: (_, __, input) => product(input),
  classes: [
    { className: 'GlobalAveragePooling1D', when: { kind: 'average' } },
    { className: 'GlobalMaxPooling1D', when: { kind: 'max' } },
  ],
}
