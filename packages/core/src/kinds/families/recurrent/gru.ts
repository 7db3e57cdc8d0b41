import { flag, optional } from '../../../config/field.js'
import type { MethodKindOf } from '../../kind.js'
import type { Count } from '../../../shape/shape.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'
import {
  type GatedConfig,
  type GatedOptions,
  type Recurrent,
  gatedFields,
  recurrent,
} from './simple-rnn.js'

export interface GruOptions<R extends boolean = boolean> extends GatedOptions<R> {
  /**
   * Whether the reset gate applies to the product of the state, instead of to the state; false by
   * default, as in TensorFlow.js, where Keras has true. With it, the bias is [2, 3 * units].
   */
  resetAfter?: boolean | undefined
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * A gated recurrent unit: [batch, steps, channels] to [batch, units], or with `returnSequences`
     * to [batch, steps, units]. Keras: `GRU`, with `resetAfter` false by default, as in
     * TensorFlow.js; Keras's default is true. Cho et al. 2014, https://arxiv.org/abs/1406.1078,
     * whose first version resets after the product. Holds weights: kernels [channels, 3 * units]
     * and [units, 3 * units], and a bias.
     * @param units the number of outputs
     * @example
     * import { input } from 'layersmith'
     * input([20, 8]).gru(16, { returnSequences: true }).shape // [20, 16]
     */
    gru<S extends Sig, H extends Trait, const U extends number, const R extends boolean = false>(
      this: Block<S, H>,
      units: U & Count<U, 'units'> & Fit<S, Recurrent<U, R, 'gru'>>,
      options?: GruOptions<R>,
    ): Block<Then<S, Recurrent<U, R, 'gru'>>, H | 'weights'>
  }
}

export interface GruConfig extends GatedConfig {
  readonly resetAfter: boolean
}
const stepping = recurrent(3)

export const gru: MethodKindOf<'gru', GruConfig> = {
  kind: 'gru',
  ...stepping,
  config: { ...gatedFields, resetAfter: optional(flag(), false) },
  params: (c, input) => {
    const { trainable } = stepping.params(c, input)
    const second = c.resetAfter && c.useBias ? 3 * c.units : 0
    return { trainable: trainable + second, nonTrainable: 0 }
  },
  classes: [
    { className: 'GRU', when: { resetAfter: false } },
    { className: 'GRUResetAfter', when: { resetAfter: true } },
  ],
}
