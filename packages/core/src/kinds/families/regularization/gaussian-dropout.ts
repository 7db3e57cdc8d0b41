import { right } from 'fp-ts/lib/Either.js'
import { rate } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Rate } from '../../../shape/shape.js'
import type { Sig, Trait } from '../../../types/signature.js'

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Multiplies by normal noise of mean one and standard deviation sqrt(rate / (1 - rate)) in
     * training; does nothing in inference. Keras: `GaussianDropout`; Srivastava et al. 2014. Any
     * shape to the same shape. Holds nothing: equal layers share one instance, and each call draws
     * new numbers. TensorFlow.js draws them without a seed, so a net with this layer does not train
     * repeatably.
     * @param rate as in dropout, at least 0 and below 1
     * @example
     * import { input } from 'layersmith'
     * input([128]).dense(64).gaussianDropout(0.3).dense(10).shape // [10]
     */
    gaussianDropout<S extends Sig, H extends Trait, const R extends number>(
      this: Block<S, H>,
      rate: R & Rate<R, 'rate'>,
    ): Block<S, H>
  }
}

export interface GaussianDropoutConfig {
  readonly rate: number
}

export const gaussianDropout: MethodKindOf<'gaussianDropout', GaussianDropoutConfig> = {
  kind: 'gaussianDropout',
  args: (r) => record({ rate: r }),
  config: { rate: rate() },
  held: () => 'nothing',
  shape: (_, input = []) => right(input),
  params: () => NO_PARAMS,
  // in inference it does nothing
  flops: () => 0,
  classes: [{ className: 'GaussianDropout' }],
}
