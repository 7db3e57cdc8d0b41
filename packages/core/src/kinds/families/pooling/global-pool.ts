import { map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { oneOf, optional } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import type { NeedsImage } from '../../../shape/shape.js'
import { imageOf, product } from '../../../shape/sizes.js'
import type { Good, Sig, Then, Trait } from '../../../types/signature.js'

export interface GlobalPoolOptions {
  /** What to take from each channel; 'average' by default. */
  kind?: 'max' | 'average' | undefined
}

export interface GlobalPool extends Op {
  readonly out: this['in'] extends readonly [number, number, infer C extends number]
    ? [C]
    : NeedsImage<this['in'], 'globalPool', [number]>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * The mean (or maximum) of each channel: [batch, height, width, channels] to [batch, channels].
     * Keras: `GlobalAveragePooling2D`, `GlobalMaxPooling2D`. Holds nothing.
     * @example
     * import { input } from 'layersmith'
     * input([7, 7, 1280]).globalPool().dense(1000).shape // [1000]
     */
    globalPool<S extends Sig, H extends Trait>(
      this: Good<S, GlobalPool, Block<S, H>>,
      options?: GlobalPoolOptions,
    ): Block<Then<S, GlobalPool>, H>
  }
}

export interface GlobalPoolConfig {
  readonly kind: 'max' | 'average'
}

export const globalPool: MethodKindOf<'globalPool', GlobalPoolConfig> = {
  kind: 'globalPool',
  args: (options) => record({}, options),
  config: { kind: optional(oneOf(['max', 'average']), 'average') },
  held: () => 'nothing',
  shape: (_, input = []) =>
    pipe(
      imageOf(input),
      map(([, , channels]) => [channels]),
    ),
  params: () => NO_PARAMS,
  flops: (_, __, input) => product(input),
  classes: [
    { className: 'GlobalAveragePooling2D', when: { kind: 'average' } },
    { className: 'GlobalMaxPooling2D', when: { kind: 'max' } },
  ],
}
