import { right } from 'fp-ts/lib/Either.js'
import { optional, real } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import { product } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'

export interface ThresholdedReluOptions {
  /** Values up to this become zero; 1 by default. */
  theta?: number | undefined
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Values up to `theta` become zero. Keras: `ThresholdedReLU`; Konda, Memisevic and Krueger
     * 2014, https://arxiv.org/abs/1402.3337. Any shape to the same shape. Holds nothing: equal
     * layers share one instance. TensorFlow.js has no gradient for it, so weights before it do not
     * train (`fit` says "gradient function not found for Greater").
     * @example
     * import { input } from 'layersmith'
     * input([8]).thresholdedRelu({ theta: 0.5 }).shape // [8]
     */
    thresholdedRelu<S extends Sig, H extends Trait>(
      this: Block<S, H>,
      options?: ThresholdedReluOptions,
    ): Block<S, H>
  }
}

export interface ThresholdedReluConfig {
  readonly theta: number
}

export const thresholdedRelu: MethodKindOf<'thresholdedRelu', ThresholdedReluConfig> = {
  kind: 'thresholdedRelu',
  args: (options) => record({}, options),
  config: {
    theta: optional(
      real('a non-negative number', (n) => n >= 0),
      1,
    ),
  },
  held: () => 'nothing',
  shape: (_, input = []) => right(input),
  params: () => NO_PARAMS,
  flops: (_, output) => product(output),
  classes: [{ className: 'ThresholdedReLU' }],
}
