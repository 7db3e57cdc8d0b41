import { right } from 'fp-ts/lib/Either.js'
import { type MethodKindOf, NO_PARAMS } from '../../kind.js'
import { product } from '../../../shape/sizes.js'
import type { Sig, Trait } from '../../../types/signature.js'

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Negative values become zero, values above six become six. Keras: `ReLU` with `maxValue: 6`;
     * Krizhevsky 2010. Any shape to the same shape. Holds nothing: all uses share one instance.
     * @example
     * import { input } from 'layersmith'
     * input([28, 28, 1]).conv(6, 4).relu6().shape // [25, 25, 6]
     */
    relu6<S extends Sig, H extends Trait>(this: Block<S, H>): Block<S, H>
  }
}

export const relu6: MethodKindOf<'relu6', object> = {
  kind: 'relu6',
  args: () => ({}),
  config: {},
  held: () => 'nothing',
  shape: (_, input = []) => right(input),
  params: () => NO_PARAMS,
  flops: (_, output) => product(output),
  classes: [{ className: 'ReLU', fixed: { maxValue: 6 } }],
}
