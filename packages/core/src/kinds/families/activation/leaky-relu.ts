import { right } from 'fp-ts/lib/Either.js'
import { optional, real } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import { times } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'

export interface LeakyReluOptions {
  /** The slope below zero; 0.3 by default. */
  alpha?: number | undefined
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Multiplies negative values by `alpha`. Keras: `LeakyReLU`; Maas, Hannun and Ng 2013. Any
     * shape to the same shape. Holds nothing: equal layers share one instance.
     * @example
     * import { input } from 'layersmith'
     * input([28, 28, 1]).conv(6, 4).leakyRelu({ alpha: 0.1 }).shape // [25, 25, 6]
     */
    leakyRelu<S extends Sig, H extends Trait>(
      this: Block<S, H>,
      options?: LeakyReluOptions,
    ): Block<S, H>
  }
}

export interface LeakyReluConfig {
  readonly alpha: number
}

export const leakyRelu: MethodKindOf<'leakyRelu', LeakyReluConfig> = {
  kind: 'leakyRelu',
  args: (options) => record({}, options),
  config: {
    alpha: optional(
      real('a non-negative number', (n) => n >= 0),
      0.3,
    ),
  },
  held: () => 'nothing',
  shape: (_, input = []) => right(input),
  params: () => NO_PARAMS,
  flops: (_, output) => times(2, ...output),
  classes: [{ className: 'LeakyReLU' }],
}
