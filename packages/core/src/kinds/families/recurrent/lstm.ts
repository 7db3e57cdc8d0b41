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
     * A long short-term memory: [batch, steps, channels] to [batch, units], or with
     * `returnSequences` to [batch, steps, units]. Keras: `LSTM`; Hochreiter and Schmidhuber 1997.
     * Holds weights: kernels [channels, 4 * units] and [units, 4 * units], and a bias [4 * units].
     * Its state starts at zero for every batch. The bias of the forget gate starts at zero too, as
     * in TensorFlow.js; in Keras it starts at one.
     * @param units the number of outputs
     * @example
     * import { input } from 'layersmith'
     * input([20]).embedding(1000, 8, { maskZero: true }).lstm(16).dense(2).shape // [2]
     */
    lstm<S extends Sig, H extends Trait, const U extends number, const R extends boolean = false>(
      this: Block<S, H>,
      units: U & Count<U, 'units'> & Fit<S, Recurrent<U, R, 'lstm'>>,
      options?: GatedOptions<R>,
    ): Block<Then<S, Recurrent<U, R, 'lstm'>>, H | 'weights'>
  }
}

export const lstm: MethodKindOf<'lstm', GatedConfig> = {
  kind: 'lstm',
  config: gatedFields,
  ...recurrent(4),
  classes: [{ className: 'LSTM' }],
}
