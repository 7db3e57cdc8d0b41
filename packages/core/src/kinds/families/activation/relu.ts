import { right } from 'fp-ts/lib/Either.js'
import { nullable, optional, real } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import { product } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'

export interface ReluOptions {
  /** The largest value that comes out, at least 0; none by default. */
  maxValue?: number | undefined
  /** The slope up to the threshold; 0 by default. */
  negativeSlope?: number | undefined
  /**
   * Values up to it become `negativeSlope * (x - threshold)`, at least 0; 0 by default.
   */
  threshold?: number | undefined
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Negative values become zero. Keras: `ReLU`. Any shape to the same shape. Holds nothing: equal
     * layers share one instance.
     * @example
     * import { input } from 'layersmith'
     * input([28, 28, 1]).conv(6, 4).relu().shape // [25, 25, 6]
     */
    relu<S extends Sig, H extends Trait>(this: Block<S, H>, options?: ReluOptions): Block<S, H>
  }
}

export interface ReluConfig {
  readonly maxValue: number | null
  readonly negativeSlope: number
  readonly threshold: number
}

const notNegative = () => real('a non-negative number', (n) => n >= 0)

export const relu: MethodKindOf<'relu', ReluConfig> = {
  kind: 'relu',
  args: (options) => record({}, options),
  config: {
    maxValue: nullable(notNegative()),
    negativeSlope: optional(notNegative(), 0),
    threshold: optional(notNegative(), 0),
  },
  held: () => 'nothing',
  shape: (_, input = []) => right(input),
  params: () => NO_PARAMS,
  flops: (_, output) => product(output),
  classes: [{ className: 'ReLU' }],
}
