import { right } from 'fp-ts/lib/Either.js'
import { type Activation, activation as activationField } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import { product } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Any activation of TensorFlow.js, by name; softmax works over the last axis. Keras:
     * `Activation`. Any shape to the same shape. Holds nothing: equal layers share one instance.
     * @example
     * import { input } from 'layersmith'
     * input([10]).dense(5).activation('softmax').shape // [5]
     */
    activation<S extends Sig, H extends Trait>(
      this: Block<S, H>,
      activation: Activation,
    ): Block<S, H>
  }
}

export interface ActivationConfig {
  readonly activation: Activation
}

export const activation: MethodKindOf<'activation', ActivationConfig> = {
  kind: 'activation',
  args: (name) => record({ activation: name }),
  config: { activation: activationField() },
  held: () => 'nothing',
  shape: (_, input = []) => right(input),
  params: () => NO_PARAMS,
  flops: (_, output) => product(output),
  classes: [{ className: 'Activation' }],
}
