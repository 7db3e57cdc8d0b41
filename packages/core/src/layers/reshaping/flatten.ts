import { right } from 'fp-ts/lib/Either.js'
import type { Block } from '../../block.js'
import { type MethodKindOf, NO_PARAMS } from '../../layer.js'
import type { Op } from '../../op.js'
import type { Product, Shape } from '../../shape/shape.js'
import { product } from '../../shape/sizes.js'
import type { Sig, Then, Trait } from '../../signature.js'

export interface Flatten extends Op {
  readonly out: this['in'] extends infer S extends Shape ? [Product<S>] : this['in']
}

export interface FlattenMethod {
  /**
   * Joins all axes into one: [batch, …] to [batch, product of the sizes]. Keras: `Flatten`. Holds nothing.
   * @example
   * import { input } from 'layersmith'
   * input([4, 4, 16]).flatten().shape // [256]
   */
  flatten<S extends Sig, H extends Trait>(this: Block<S, H>): Block<Then<S, Flatten>, H>
}

export const flatten: MethodKindOf<'flatten', object> = {
  kind: 'flatten',
  args: () => ({}),
  config: {},
  held: () => 'nothing',
  shape: (_, input = []) => right([product(input)]),
  params: () => NO_PARAMS,
  flops: () => 0,
  classes: [{ className: 'Flatten' }],
}
