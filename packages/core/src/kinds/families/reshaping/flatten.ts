import { type Either, left, map, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type MethodKindOf, NO_PARAMS } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import { type Complaint, complain } from '../../../base/problem.js'
import { type Say, type Terms, terms } from '../../../base/sentences.js'
import type { Product, Shape, Show } from '../../../shape/shape.js'
import { type Sizes, product, show } from '../../../shape/sizes.js'
import type { Good, Sig, Then, Trait } from '../../../types/signature.js'

export interface Flatten extends Op {
  readonly out: this['in'] extends readonly [infer N extends number]
    ? `flatten: ${Say<'wrongRank', Terms['axes'], Show<[N]>>}`
    : this['in'] extends infer S extends Shape
      ? [Product<S>]
      : this['in']
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Joins all axes into one: [batch, …] to [batch, product of the sizes]. The input needs at
     * least two axes, all of known size. Keras: `Flatten`. Holds nothing.
     * @example
     * import { input } from 'layersmith'
     * input([4, 4, 16]).flatten().shape // [256]
     */
    flatten<S extends Sig, H extends Trait>(
      this: Good<S, Flatten, Block<S, H>>,
    ): Block<Then<S, Flatten>, H>
  }
}

/** TensorFlow.js flattens known sizes only. */
const known = (input: Sizes): Either<Complaint, number> => {
  const size = product(input)
  return size === null
    ? left(
        complain('unknownSize', {
          expected: 'every size',
          got: show(input),
          fix: 'use globalPool() for images of any size',
        }),
      )
    : right(size)
}

export const flatten: MethodKindOf<'flatten', object> = {
  kind: 'flatten',
  args: () => ({}),
  config: {},
  held: () => 'nothing',
  shape: (_, input = []) =>
    input.length < 2
      ? left(
          complain('wrongRank', {
            expected: terms.axes,
            got: show(input),
            fix: 'leave it out: there is nothing to flatten',
          }),
        )
      : pipe(
          known(input),
          map((size) => [size]),
        ),
  params: () => NO_PARAMS,
  flops: () => 0,
  classes: [{ className: 'Flatten' }],
}
