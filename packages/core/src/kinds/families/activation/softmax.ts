import { right } from 'fp-ts/lib/Either.js'
import { type MethodKindOf, NO_PARAMS } from '../../kind.js'
import { product } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Positive values that sum to one over the last axis. Keras: `Softmax`; Bridle 1990. Any shape
     * to the same shape. Holds nothing: all uses share one instance. (TensorFlow.js defaults to
     * axis 1 and supports no axis but the last; a layer made here has axis -1.)
     * @example
     * import { input } from 'layersmith'
     * input([4, 10]).softmax().shape // [4, 10]
     */
    softmax<S extends Sig, H extends Trait>(this: Block<S, H>): Block<S, H>
  }
}

export const softmax: MethodKindOf<'softmax', object> = {
  kind: 'softmax',
  args: () => ({}),
  config: {},
  held: () => 'nothing',
  shape: (_, input = []) => right(input),
  params: () => NO_PARAMS,
  flops: (_, output) => product(output),
  classes: [{ className: 'Softmax', fixed: { axis: -1 } }],
}
