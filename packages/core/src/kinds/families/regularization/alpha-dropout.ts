import { right } from 'fp-ts/lib/Either.js'
import { rate } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Rate } from '../../../shape/shape.js'
import type { Sig, Trait } from '../../../types/signature.js'

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Dropout for SELU nets: keeps the mean and variance of its input in training; does nothing in
     * inference. Keras: `AlphaDropout`; Klambauer et al. 2017, https://arxiv.org/abs/1706.02515.
     * Any shape to the same shape. Holds nothing: equal layers share one instance, and each call
     * draws new numbers. TensorFlow.js draws them without a seed, so a net with this layer does not
     * train repeatably.
     * @param rate the share of values to drop, at least 0 and below 1
     * @example
     * import { input } from 'layersmith'
     * input([128]).dense(64, { activation: 'selu' }).alphaDropout(0.1).dense(10).shape // [10]
     */
    alphaDropout<S extends Sig, H extends Trait, const R extends number>(
      this: Block<S, H>,
      rate: R & Rate<R, 'rate'>,
    ): Block<S, H>
  }
}

export interface AlphaDropoutConfig {
  readonly rate: number
}

export const alphaDropout: MethodKindOf<'alphaDropout', AlphaDropoutConfig> = {
  kind: 'alphaDropout',
  args: (r) => record({ rate: r }),
  config: { rate: rate() },
  held: () => 'nothing',
  shape: (_, input = []) => right(input),
  params: () => NO_PARAMS,
  // in inference it does nothing
  flops: () => 0,
  classes: [{ className: 'AlphaDropout' }],
}
