import { left, right } from 'fp-ts/lib/Either.js'
import { optional, real } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import { complain } from '../../../base/problem.js'
import { show, times } from '../../../shape/sizes.js'
import type { Op } from '../../../types/op.js'
import { type Terms, terms } from '../../../base/sentences.js'
import type { Needs } from '../../../shape/shape.js'
import type { Good, Sig, Then, Trait } from '../../../types/signature.js'

export interface MaskingOptions {
  /** Steps whose values all equal this are masked; 0 by default. */
  maskValue?: number | undefined
}

export interface Masking extends Op {
  readonly out: this['in'] extends readonly [number, number, ...number[]]
    ? this['in']
    : Needs<this['in'], 'masking', Terms['steps']>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Masks the steps whose values all equal `maskValue`: recurrent layers after it skip them.
     * [batch, steps, …] to the same shape. Keras: `Masking`. Holds nothing: equal layers share one
     * instance. TensorFlow.js has no gradient for it, so put it first: weights before it do not
     * train (`fit` says "gradient function not found for Any").
     * @example
     * import { input } from 'layersmith'
     * input([20, 8]).masking().shape // [20, 8]
     */
    masking<S extends Sig, H extends Trait>(
      this: Good<S, Masking, Block<S, H>>,
      options?: MaskingOptions,
    ): Block<Then<S, Masking>, H>
  }
}

export interface MaskingConfig {
  readonly maskValue: number
}

export const masking: MethodKindOf<'masking', MaskingConfig> = {
  kind: 'masking',
  args: (options) => record({}, options),
  config: {
    maskValue: optional(
      real('a number', () => true),
      0,
    ),
  },
  held: () => 'nothing',
  shape: (_, input = []) =>
    input.length >= 2
      ? right(input)
      : left(
          complain('wrongRank', {
            expected: terms.steps,
            got: show(input),
            fix: 'start with input([steps, channels])',
          }),
        ),
  params: () => NO_PARAMS,
  flops: (_, output) => times(2, ...output),
  classes: [{ className: 'Masking' }],
}
