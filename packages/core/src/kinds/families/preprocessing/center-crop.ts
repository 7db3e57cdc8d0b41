import { chain, left, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { count } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import { complain } from '../../../base/problem.js'
import type { Say } from '../../../base/sentences.js'
import type { Subtract } from '../../../shape/arith.js'
import type { Count, Dim, NeedsImage, Show } from '../../../shape/shape.js'
import { imageOf, show } from '../../../shape/sizes.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'

type Covers<Size extends number, Part extends number> = number extends Size | Part
  ? true
  : [Subtract<Size, Part>] extends [never]
    ? false
    : true

export interface CenterCrop<H extends number, W extends number> extends Op {
  readonly out: this['in'] extends readonly [
    infer A extends number,
    infer B extends number,
    infer C extends number,
  ]
    ? [Covers<A, Dim<H>>, Covers<B, Dim<W>>] extends [true, true]
      ? [Dim<H>, Dim<W>, C]
      : `centerCrop: ${Say<'cropTooLarge', Show<[A, B, C]>, `${H}x${W}`>}`
    : NeedsImage<this['in'], 'centerCrop', [Dim<H>, Dim<W>, number]>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * The middle of an image, for images of different sizes: [batch, anyHeight, anyWidth, channels]
     * to [batch, height, width, channels]. Where there is no exact middle, the crop lies half a
     * pixel higher or further left. Keras: `CenterCrop`, but a smaller image is refused, not
     * enlarged. Holds nothing: equal layers share one instance. When plain TensorFlow.js loads such
     * a model, a crop that removes a single column starts one column too far to the right, and what
     * is before it does not train; `loadModel` fixes both.
     * @example
     * import { input } from 'layersmith'
     * input([null, null, 3]).centerCrop(224, 224).shape // [224, 224, 3]
     */
    centerCrop<S extends Sig, H extends Trait, const A extends number, const B extends number>(
      this: Block<S, H>,
      height: A & Count<A, 'height'>,
      width: B & Count<B, 'width'> & Fit<S, CenterCrop<A, B>>,
    ): Block<Then<S, CenterCrop<A, B>>, H>
  }
}

export interface CenterCropConfig {
  readonly height: number
  readonly width: number
}

export const centerCrop: MethodKindOf<'centerCrop', CenterCropConfig> = {
  kind: 'centerCrop',
  args: (height, width) => record({ height, width }),
  config: { height: count(), width: count() },
  held: () => 'nothing',
  shape: ({ height, width }, input = []) =>
    pipe(
      imageOf(input),
      chain(([h, w, channels]) =>
        (h !== null && h < height) || (w !== null && w < width)
          ? left(
              complain('cropTooLarge', {
                expected: show(input),
                got: show([height, width]),
                fix: 'crop less, or put upsample or pad before it',
              }),
            )
          : right([height, width, channels]),
      ),
    ),
  stride: (_, stride) => stride,
  params: () => NO_PARAMS,
  flops: () => 0,
  classes: [{ className: 'CenterCrop' }],
}
