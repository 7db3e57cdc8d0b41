import { map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { oneOf, optional, pair } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import type { Multiply } from '../../../shape/arith.js'
import type { CountPair, Dim, NeedsImage, Pair } from '../../../shape/shape.js'
import { imageOf, times } from '../../../shape/sizes.js'
import { finer } from '../../../shape/window.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'

export interface UpsampleOptions {
  /**
   * How to compute new pixels; 'nearest' by default. 'bilinear' interpolates between the centers of
   * pixels.
   */
  interpolation?: 'nearest' | 'bilinear' | undefined
}

export interface Upsample<K extends Pair> extends Op {
  readonly size: K
  readonly out: this['in'] extends readonly [
    infer H extends number,
    infer W extends number,
    infer C extends number,
  ]
    ? [K] extends [readonly [infer A, infer B]]
      ? [Multiply<H, Dim<A>>, Multiply<W, Dim<B>>, C]
      : [Multiply<H, Dim<K>>, Multiply<W, Dim<K>>, C]
    : NeedsImage<this['in'], 'upsample', [number, number, number]>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Enlarges an image: [batch, height, width, channels] to [batch, height * size, width * size,
     * channels]. Keras: `UpSampling2D`. Holds nothing.
     * @param size the factor, one number or [height, width]
     * @example
     * import { input } from 'layersmith'
     * input([16, 16, 8]).upsample(2).shape // [32, 32, 8]
     */
    upsample<S extends Sig, H extends Trait, const K extends Pair>(
      this: Block<S, H>,
      size: K & CountPair<K, 'size'> & Fit<S, Upsample<K>>,
      options?: UpsampleOptions,
    ): Block<Then<S, Upsample<K>>, H>
  }
}

export interface UpsampleConfig {
  readonly size: readonly [number, number]
  readonly interpolation: 'nearest' | 'bilinear'
}

export const upsample: MethodKindOf<'upsample', UpsampleConfig> = {
  kind: 'upsample',
  args: (size, options) => record({ size }, options),
  config: { size: pair(), interpolation: optional(oneOf(['nearest', 'bilinear']), 'nearest') },
  held: () => 'nothing',
  shape: (c, input = []) =>
    pipe(
      imageOf(input),
      map(([h, w, channels]) => [times(h, c.size[0]), times(w, c.size[1]), channels]),
    ),
  stride: (c, stride) => finer(stride, c.size),
  params: () => NO_PARAMS,
  flops: (c, output) => (c.interpolation === 'nearest' ? 0 : times(8, ...output)),
  classes: [{ className: 'UpSampling2D' }],
}
