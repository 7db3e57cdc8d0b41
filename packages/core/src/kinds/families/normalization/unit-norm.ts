import { times } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import {
  type LastAxis,
  type LastAxisOptions,
  alongLast,
  fromTheEnd,
  lastAxis,
} from '../../last-axis.js'

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Scales what is along the last axis to length 1: any shape to the same shape. Keras:
     * `UnitNormalization`. Holds nothing: equal layers share one instance.
     * @example
     * import { input } from 'layersmith'
     * input([28, 28, 1]).flatten().dense(64).unitNorm().shape // [64]
     */
    unitNorm<S extends Sig, H extends Trait>(
      this: Block<S, H>,
      options?: LastAxisOptions,
    ): Block<S, H>
  }
}

export const unitNorm: MethodKindOf<'unitNorm', LastAxis> = {
  kind: 'unitNorm',
  args: (options) => record({}, options),
  config: lastAxis,
  held: () => 'nothing',
  shape: (config, input = []) => alongLast(config, input),
  settle: fromTheEnd,
  params: () => NO_PARAMS,
  // a square, a sum and a factor for each value
  flops: (_, output) => times(3, ...output),
  classes: [{ className: 'UnitNormalization' }],
}
