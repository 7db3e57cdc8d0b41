import { right } from 'fp-ts/lib/Either.js'
import { real } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Sig, Trait } from '../../../types/signature.js'

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Adds normal noise of mean zero in training; does nothing in inference. Keras:
     * `GaussianNoise`; Bishop 1995. Any shape to the same shape. Holds nothing: equal layers share
     * one instance, and each call draws new numbers. TensorFlow.js draws them without a seed, so a
     * net with this layer does not train repeatably.
     * @param stddev the standard deviation of the noise, at least 0
     * @example
     * import { input } from 'layersmith'
     * input([8]).gaussianNoise(0.1).dense(2).shape // [2]
     */
    gaussianNoise<S extends Sig, H extends Trait>(this: Block<S, H>, stddev: number): Block<S, H>
  }
}

export interface GaussianNoiseConfig {
  readonly stddev: number
}

export const gaussianNoise: MethodKindOf<'gaussianNoise', GaussianNoiseConfig> = {
  kind: 'gaussianNoise',
  args: (stddev) => record({ stddev }),
  config: { stddev: real('a non-negative number', (n) => n >= 0) },
  held: () => 'nothing',
  shape: (_, input = []) => right(input),
  params: () => NO_PARAMS,
  // in inference it does nothing
  flops: () => 0,
  classes: [{ className: 'GaussianNoise' }],
}
