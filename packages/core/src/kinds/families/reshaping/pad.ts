import { map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type Margins, margins } from '../../../config/margins.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import type { Add } from '../../../shape/arith.js'
import type { NeedsImage, Pair, Whole, WholeNumbers } from '../../../shape/shape.js'
import { imageOf } from '../../../shape/sizes.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'

/** n on every side, [rows, columns] with each on both sides, or [[top, bottom], [left, right]]. */
export type Margin = Pair | readonly [readonly [number, number], readonly [number, number]]

/** Both margins first: two small numbers cost the compiler almost nothing. */
type Grown<Size extends number, A, B> = Add<Size, Add<Whole<A>, Whole<B>>>
/** Does not distribute: a union of margins counts as unknown and does not multiply the shapes. */
export type Rows<N> = [N] extends [readonly [infer A, unknown]] ? Ends<A> : [N, N]
export type Columns<N> = [N] extends [readonly [unknown, infer A]] ? Ends<A> : [N, N]
type Ends<A> = [A] extends [readonly [infer First, infer Last]] ? [First, Last] : [A, A]

export interface Pad<N extends Margin> extends Op {
  readonly margin: N
  readonly out: this['in'] extends readonly [
    infer H extends number,
    infer W extends number,
    infer C extends number,
  ]
    ? [Grown<H, Rows<N>[0], Rows<N>[1]>, Grown<W, Columns<N>[0], Columns<N>[1]>, C]
    : NeedsImage<this['in'], 'pad', [number, number, number]>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Pads an image with zeros: [batch, height, width, channels] to
     * [batch, height + 2 n, width + 2 n, channels]. Keras: `ZeroPadding2D`. Holds nothing.
     * @param padding n on every side, [rows, columns] with each on both sides, or
     *   [[top, bottom], [left, right]]
     * @example
     * import { input } from 'layersmith'
     * input([224, 224, 3]).pad(3).conv(64, 7, { stride: 2 }).shape // [112, 112, 64]
     */
    pad<S extends Sig, H extends Trait, const N extends Margin>(
      this: Block<S, H>,
      padding: N & WholeNumbers<N, 'padding'> & Fit<S, Pad<N>>,
    ): Block<Then<S, Pad<N>>, H>
  }
}

export interface PadConfig {
  readonly padding: Margins
}

export const pad: MethodKindOf<'pad', PadConfig> = {
  kind: 'pad',
  args: (padding) => record({ padding }),
  config: { padding: margins() },
  held: () => 'nothing',
  shape: (c, input = []) =>
    pipe(
      imageOf(input),
      map(([h, w, channels]) => [
        h === null ? null : h + c.padding[0][0] + c.padding[0][1],
        w === null ? null : w + c.padding[1][0] + c.padding[1][1],
        channels,
      ]),
    ),
  stride: (_, stride) => stride,
  params: () => NO_PARAMS,
  flops: () => 0,
  classes: [{ className: 'ZeroPadding2D' }],
}
