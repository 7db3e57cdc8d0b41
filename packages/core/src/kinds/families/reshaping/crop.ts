import { chain, left, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type Margins, margins } from '../../../config/margins.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import { complain } from '../../../base/problem.js'
import type { Say } from '../../../base/sentences.js'
import type { Add, Subtract } from '../../../shape/arith.js'
import type { NeedsImage, Show, Whole, WholeNumbers } from '../../../shape/shape.js'
import { imageOf, show } from '../../../shape/sizes.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'
import type { Columns, Margin, Rows } from './pad.js'

/** What is left of a size; 0 when nothing is. */
type Shrunk<Size extends number, M extends readonly [unknown, unknown]> = number extends
  | Size
  | Whole<M[0]>
  | Whole<M[1]>
  ? number
  : [Subtract<Size, Add<Whole<M[0]>, Whole<M[1]>>>] extends [never]
    ? 0
    : Subtract<Size, Add<Whole<M[0]>, Whole<M[1]>>>
type Outcome<
  S extends readonly [number, number, number],
  h extends number,
  w extends number,
> = h extends 0 ? NothingLeft<S> : w extends 0 ? NothingLeft<S> : [h, w, S[2]]
type NothingLeft<S> = `crop: ${Say<'nothingLeft', Show<S>, 'nothing'>}`

export interface Crop<N extends Margin> extends Op {
  readonly margin: N
  readonly out: this['in'] extends readonly [
    infer H extends number,
    infer W extends number,
    infer C extends number,
  ]
    ? Outcome<[H, W, C], Shrunk<H, Rows<N>>, Shrunk<W, Columns<N>>>
    : NeedsImage<this['in'], 'crop', [number, number, number]>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Cuts the edges off an image: [batch, height, width, channels] to
     * [batch, height - 2 n, width - 2 n, channels]. Keras: `Cropping2D`. Holds nothing: equal
     * layers share one instance.
     * @param cropping n on every side, [rows, columns] with each on both sides, or
     *   [[top, bottom], [left, right]]
     * @example
     * import { input } from 'layersmith'
     * input([28, 28, 3]).crop([[0, 4], [2, 2]]).shape // [24, 24, 3]
     */
    crop<S extends Sig, H extends Trait, const N extends Margin>(
      this: Block<S, H>,
      cropping: N & WholeNumbers<N, 'cropping'> & Fit<S, Crop<N>>,
    ): Block<Then<S, Crop<N>>, H>
  }
}

export interface CropConfig {
  readonly cropping: Margins
}

export const crop: MethodKindOf<'crop', CropConfig> = {
  kind: 'crop',
  args: (cropping) => record({ cropping }),
  config: { cropping: margins() },
  held: () => 'nothing',
  shape: (c, input = []) =>
    pipe(
      imageOf(input),
      chain(([height, width, channels]) => {
        const [h, w] = (
          [
            [height, c.cropping[0]],
            [width, c.cropping[1]],
          ] as const
        ).map(([size, [a, b]]) => (size === null ? null : size - a - b))
        return [h, w].some((n) => typeof n === 'number' && n < 1)
          ? left(
              complain('nothingLeft', {
                expected: show(input),
                got: 'nothing',
                fix: 'crop less, or use a larger input',
              }),
            )
          : right([h ?? null, w ?? null, channels])
      }),
    ),
  stride: (_, stride) => stride,
  params: () => NO_PARAMS,
  flops: () => 0,
  classes: [{ className: 'Cropping2D' }],
}
