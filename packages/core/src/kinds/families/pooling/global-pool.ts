import { map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { flag, oneOf, optional } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import type { NeedsImage } from '../../../shape/shape.js'
import { imageOf, product } from '../../../shape/sizes.js'
import type { Good, Sig, Then, Trait } from '../../../types/signature.js'

export interface GlobalPoolOptions<Keep extends boolean = boolean> {
  /** What to take from each channel; 'average' by default. */
  kind?: 'max' | 'average' | undefined
  /** Whether the pooled axes stay, with size 1; false by default. Keras: `keepdims`. */
  keepDims?: Keep | undefined
}

/** The shape after a pool that keeps its axes or not; any, where that is not known. */
export type Pooled<Kept, C, Keep> = [Keep] extends [true]
  ? Kept
  : [Keep] extends [false]
    ? [C]
    : number[]

export interface GlobalPool<Keep extends boolean = false> extends Op {
  readonly out: this['in'] extends readonly [number, number, infer C extends number]
    ? Pooled<[1, 1, C], C, Keep>
    : NeedsImage<this['in'], 'globalPool', [number]>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * The mean (or maximum) of each channel: [batch, height, width, channels] to [batch, channels],
     * or to [batch, 1, 1, channels] with `keepDims`.
     * Keras: `GlobalAveragePooling2D`, `GlobalMaxPooling2D`. Holds nothing.
     * @example
     * import { input } from 'layersmith'
     * input([7, 7, 1280]).globalPool().dense(1000).shape // [1000]
     */
    globalPool<S extends Sig, H extends Trait, Keep extends boolean = false>(
      this: Good<S, GlobalPool, Block<S, H>>,
      options?: GlobalPoolOptions<Keep>,
    ): Block<Then<S, GlobalPool<NoInfer<Keep>>>, H>
  }
}

export interface GlobalPoolConfig {
  readonly kind: 'max' | 'average'
  readonly keepDims: boolean
}
export const globalPoolFields = {
  kind: optional(oneOf(['max', 'average']), 'average'),
  keepDims: optional(flag('keepdims'), false),
} as const

export const globalPool: MethodKindOf<'globalPool', GlobalPoolConfig> = {
  kind: 'globalPool',
  args: (options) => record({}, options),
  config: globalPoolFields,
  held: () => 'nothing',
  shape: ({ keepDims }, input = []) =>
    pipe(
      imageOf(input),
      map(([, , channels]) => (keepDims ? [1, 1, channels] : [channels])),
    ),
  params: () => NO_PARAMS,
  flops: (_, __, input) => product(input),
  classes: [
    { className: 'GlobalAveragePooling2D', when: { kind: 'average' } },
    { className: 'GlobalMaxPooling2D', when: { kind: 'max' } },
  ],
}
