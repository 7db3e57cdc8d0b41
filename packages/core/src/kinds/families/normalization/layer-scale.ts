import { map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { optional, real } from '../../../config/field.js'
import { lastOf, times } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'
import { type MethodKindOf, record } from '../../kind.js'

export interface LayerScaleOptions {
  /** The factor that all channels start with; 0.000001 by default. */
  initial?: number | undefined
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Multiplies each channel by a learned factor: [batch, …, channels] to the same shape. Keras:
     * `LayerScale` of its ConvNeXt; Touvron et al. 2021, https://arxiv.org/abs/2103.17239. Holds
     * weights (gamma), [channels].
     * @example
     * import { block, input, residual } from 'layersmith'
     * const body = block().depthwiseConv(7, { padding: 'same' }).layerNorm().dense(96).layerScale()
     * input([14, 14, 96]).pipe(residual(body)).shape // [14, 14, 96]
     */
    layerScale<S extends Sig, H extends Trait>(
      this: Block<S, H>,
      options?: LayerScaleOptions,
    ): Block<S, H | 'weights'>
  }
}

export interface LayerScaleConfig {
  readonly initial: number
}

export const layerScale: MethodKindOf<'layerScale', LayerScaleConfig> = {
  kind: 'layerScale',
  args: (options) => record({}, options),
  config: {
    initial: optional(
      real('a number', () => true, 'initValues'),
      1e-6,
    ),
  },
  held: () => 'weights',
  shape: (_, input = []) =>
    pipe(
      lastOf(input, 'the number of channels'),
      map(() => input),
    ),
  params: (_, input) => ({ trainable: input.at(-1) ?? 0, nonTrainable: 0 }),
  flops: (_, output) => times(...output),
  classes: [{ className: 'LayerScale', idle: ['projectionDim'] }],
}
