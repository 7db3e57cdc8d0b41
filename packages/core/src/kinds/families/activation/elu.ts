import { right } from 'fp-ts/lib/Either.js'
import { optional, real } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import { times } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'

export interface EluOptions {
  /** Always 1: TensorFlow.js 4.22 supports no other value. */
  alpha?: 1 | undefined
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Negative values become `exp(x) - 1`. Keras: `ELU`; Clevert, Unterthiner and Hochreiter 2015,
     * https://arxiv.org/abs/1511.07289. Any shape to the same shape. Holds nothing: equal layers
     * share one instance.
     * @example
     * import { input } from 'layersmith'
     * input([28, 28, 1]).conv(6, 4).elu().shape // [25, 25, 6]
     */
    elu<S extends Sig, H extends Trait>(this: Block<S, H>, options?: EluOptions): Block<S, H>
  }
}

export interface EluConfig {
  readonly alpha: number
}

export const elu: MethodKindOf<'elu', EluConfig> = {
  kind: 'elu',
  args: (options) => record({}, options),
  config: {
    alpha: optional(
      real('1 (TensorFlow.js supports no other)', (n) => n === 1),
      1,
    ),
  },
  held: () => 'nothing',
  shape: (_, input = []) => right(input),
  params: () => NO_PARAMS,
  flops: (_, output) => times(2, ...output),
  classes: [{ className: 'ELU' }],
}
