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

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * A gated recurrent unit that applies its reset gate before the product:
     * [batch, steps, channels] to [batch, units], or with `returnSequences` to
     * [batch, steps, units]. Keras: `GRU` with `resetAfter: false`; Cho et al. 2014,
     * https://arxiv.org/abs/1406.1078. Holds weights: kernels [channels, 3 * units] and
     * [units, 3 * units], and a bias. TensorFlow.js has no gradient for sequences of one step: they
     * predict but do not train.
     * @param units the number of outputs
     * @example
     * import { input } from 'layersmith'
     * input([20, 8]).gru(16, { returnSequences: true }).shape // [20, 16]
     */
    gru<S extends Sig, H extends Trait, const U extends number, const R extends boolean = false>(
      this: Block<S, H>,
      units: U & Count<U, 'units'> & Fit<S, Recurrent<U, R, 'gru'>>,
      options?: GatedOptions<R>,
    ): Block<Then<S, Recurrent<U, R, 'gru'>>, H | 'weights'>
  }
}

export const gru: MethodKindOf<'gru', GatedConfig> = {
  kind: 'gru',
  config: gatedFields,
  ...recurrent(3),
  classes: [{ className: 'GRU' }],
}
