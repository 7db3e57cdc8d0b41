import { right } from 'fp-ts/lib/Either.js'
import { type MethodKindOf, NO_PARAMS } from '../../kind.js'
import { product } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Negative values become zero. Keras: `ReLU`. Any shape to the same shape. Holds nothing: all
     * uses share one instance.
     * @example
     * import { input } from 'layersmith'
     * input([28, 28, 1]).conv(6, 4).relu().shape // [25, 25, 6]
     */
    relu<S extends Sig, H extends Trait>(this: Block<S, H>): Block<S, H>
  }
}

export const relu: MethodKindOf<'relu', object> = {
  kind: 'relu',
  args: () => ({}),
  config: {},
  held: () => 'nothing',
  shape: (_, input = []) => right(input),
  params: () => NO_PARAMS,
  flops: (_, output) => product(output),
  classes: [{ className: 'ReLU' }],
}
