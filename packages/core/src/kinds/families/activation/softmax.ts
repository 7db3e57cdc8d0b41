import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import {
  type LastAxis,
  type LastAxisOptions,
  alongLast,
  fromTheEnd,
  lastAxis,
} from '../../last-axis.js'
import { product } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Positive values that sum to one over the last axis. Keras: `Softmax`; Bridle 1990. Any shape
     * to the same shape. Holds nothing: all uses share one instance. (TensorFlow.js defaults to
     * axis 1; a layer made here has axis -1.)
     * @example
     * import { input } from 'layersmith'
     * input([4, 10]).softmax().shape // [4, 10]
     */
    softmax<S extends Sig, H extends Trait>(
      this: Block<S, H>,
      options?: LastAxisOptions,
    ): Block<S, H>
  }
}

export const softmax: MethodKindOf<'softmax', LastAxis> = {
  kind: 'softmax',
  args: (options) => record({}, options),
  config: lastAxis,
  held: () => 'nothing',
  shape: (config, input = []) => alongLast(config, input),
  settle: fromTheEnd,
  params: () => NO_PARAMS,
  flops: (_, output) => product(output),
  classes: [{ className: 'Softmax' }],
}
