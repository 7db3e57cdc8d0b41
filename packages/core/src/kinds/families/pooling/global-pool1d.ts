import { map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { oneOf, optional } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import type { Terms } from '../../../base/sentences.js'
import type { Needs } from '../../../shape/shape.js'
import { product, sequenceOf } from '../../../shape/sizes.js'
import type { Good, Sig, Then, Trait } from '../../../types/signature.js'
import type { GlobalPoolConfig, GlobalPoolOptions } from './global-pool.js'

export interface GlobalPool1D extends Op {
  readonly out: this['in'] extends readonly [number, infer C extends number]
    ? [C]
    : Needs<this['in'], 'globalPool1d', Terms['sequence'], [number]>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * The mean (or maximum) of each channel over all steps: [batch, steps, channels] to
     * [batch, channels]. Keras: `GlobalAveragePooling1D`, `GlobalMaxPooling1D`. Holds nothing:
     * equal layers share one instance.
     * @example
     * import { input } from 'layersmith'
     * input([100, 8]).globalPool1d({ kind: 'max' }).shape // [8]
     */
    globalPool1d<S extends Sig, H extends Trait>(
      this: Good<S, GlobalPool1D, Block<S, H>>,
      options?: GlobalPoolOptions,
    ): Block<Then<S, GlobalPool1D>, H>
  }
}

export const globalPool1d: MethodKindOf<'globalPool1d', GlobalPoolConfig> = {
  kind: 'globalPool1d',
  args: (options) => record({}, options),
  config: { kind: optional(oneOf(['max', 'average']), 'average') },
  held: () => 'nothing',
  shape: (_, input = []) =>
    pipe(
      sequenceOf(input),
      map(([, channels]) => [channels]),
    ),
  params: () => NO_PARAMS,
  flops: (_, __, input) => product(input),
  classes: [
    { className: 'GlobalAveragePooling1D', when: { kind: 'average' } },
    { className: 'GlobalMaxPooling1D', when: { kind: 'max' } },
  ],
}
