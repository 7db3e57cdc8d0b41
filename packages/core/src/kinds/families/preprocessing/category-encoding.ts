import { chain, left, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { count, oneOf, optional } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import { complain } from '../../../base/problem.js'
import { type Terms, terms } from '../../../base/sentences.js'
import type { Count, Dim, Needs } from '../../../shape/shape.js'
import { show, vectorOf } from '../../../shape/sizes.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'

/**
 * What the output has for each possible token: 1 if it occurs, how often it occurs, or 1 for the
 * only one.
 */
export type OutputMode = 'multiHot' | 'count' | 'oneHot'
export interface CategoryEncodingOptions<M extends OutputMode = OutputMode> {
  /**
   * 'multiHot' (the default): 1 for each token that occurs; 'count': how often it occurs; 'oneHot':
   * for inputs of a single token.
   */
  outputMode?: M | undefined
}

export interface CategoryEncoding<T extends number, M extends OutputMode> extends Op {
  readonly out: this['in'] extends readonly [infer N extends number]
    ? [M] extends ['oneHot']
      ? number extends N
        ? [Dim<T>]
        : N extends 1
          ? [Dim<T>]
          : Needs<this['in'], 'categoryEncoding', Terms['token']>
      : [Dim<T>]
    : Needs<this['in'], 'categoryEncoding', Terms['vector'], [Dim<T>]>
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * Tokens as a vector with an entry for each possible token: [batch, length] of integers from 0
     * to `tokens` - 1 to [batch, tokens]. Keras: `CategoryEncoding`; TensorFlow.js supports one row
     * of tokens per example. Any other number is an error when the model runs. Holds nothing: equal
     * layers share one instance. TensorFlow.js has no gradient for it: put it first.
     * @param tokens the number of different tokens
     * @example
     * import { input } from 'layersmith'
     * input([10]).categoryEncoding(5, { outputMode: 'count' }).dense(3).shape // [3]
     */
    categoryEncoding<
      S extends Sig,
      H extends Trait,
      const T extends number,
      const M extends OutputMode = 'multiHot',
    >(
      this: Block<S, H>,
      tokens: T & Count<T, 'tokens'> & Fit<S, CategoryEncoding<T, M>>,
      options?: CategoryEncodingOptions<M>,
    ): Block<Then<S, CategoryEncoding<T, M>>, H>
  }
}

export interface CategoryEncodingConfig {
  readonly tokens: number
  readonly outputMode: OutputMode
}

export const categoryEncoding: MethodKindOf<'categoryEncoding', CategoryEncodingConfig> = {
  kind: 'categoryEncoding',
  args: (tokens, options) => record({ tokens }, options),
  config: {
    tokens: count('numTokens'),
    outputMode: optional(oneOf(['multiHot', 'count', 'oneHot']), 'multiHot'),
  },
  held: () => 'nothing',
  shape: ({ tokens, outputMode }, input = []) =>
    pipe(
      vectorOf(input),
      chain((length) =>
        outputMode === 'oneHot' && length !== 1
          ? left(
              complain('wrongRank', {
                expected: terms.token,
                got: show(input),
                fix: "use 'multiHot' or 'count', or start with input([1])",
              }),
            )
          : right([tokens]),
      ),
    ),
  params: () => NO_PARAMS,
  flops: () => 0,
  classes: [{ className: 'CategoryEncoding' }],
}
