import { left, right } from 'fp-ts/lib/Either.js'
import { type WrapperKindOf, record } from '../../kind.js'
import type { Op, Ops, Run } from '../../../types/op.js'
import { complain } from '../../../base/problem.js'
import { type Say, type Terms, terms } from '../../../base/sentences.js'
import type { Needs, Shape } from '../../../shape/shape.js'
import { show, times } from '../../../shape/sizes.js'
import type { Good, Open, OpsOf, Sig, Then, Trait } from '../../../types/signature.js'

/** The output of one layer, known by its op, at each step. */
export interface TimeDistributed<L extends Ops> extends Op {
  readonly layer: L
  readonly out: this['in'] extends readonly [
    infer N extends number,
    infer A extends number,
    ...infer R extends number[],
  ]
    ? EachOf<N, Run<[A, ...R], L>>
    : Needs<this['in'], 'timeDistributed', Terms['steps']>
}
type EachOf<N extends number, S> = S extends Shape
  ? number extends S['length']
    ? number[]
    : [N, ...S]
  : S

/**
 * Ok, or why a block of signature S that holds H is not a single layer. A layer that keeps all
 * sizes has no op, so the run time checks again.
 */
export type OneLayer<S, H, Name extends string, Ok, What extends string = Terms['oneLayer']> =
  S extends Open<infer L>
    ? number extends L['length']
      ? Ok
      : 'foreign' extends H
        ? NoLayer<Name, What, 'a custom layer'>
        : 'taps' extends H
          ? NoLayer<Name, What, 'a tap'>
          : L extends readonly []
            ? Ok
            : L extends readonly [infer O]
              ? O extends { readonly at: unknown }
                ? NoLayer<Name, What, 'a composite'>
                : Ok
              : NoLayer<Name, What, 'several layers'>
    : NoLayer<Name, What, 'a net with an input'>
export type NoLayer<
  Name extends string,
  What extends string,
  Got extends string,
> = `${Name}: ${Say<'invalidOption', `layer must be ${What}`, Got>}`

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * The same layer at every step: [batch, steps, …] to [batch, steps, …], where the layer changes
     * what follows `steps`. Keras: `TimeDistributed`. Holds nothing but what its layer holds. Its
     * first use pins its input's shape, so each position gets its own. For several layers at every
     * step, make one call per layer; `branch` and `residual` go around such calls.
     *
     * All steps go through the layer as one batch, as in Keras: batch normalization inside
     * normalizes over all of them, and a mask inside the steps reaches the layer. TensorFlow.js
     * goes step by step: a model that it loads by itself predicts the same (but fails with such a
     * mask) and trains on other statistics.
     * @param layer a block of one layer
     * @example
     * import { block, input } from 'layersmith'
     * const features = input([10, 32, 32, 3]).timeDistributed(block().conv(8, 3))
     * features.timeDistributed(block().globalPool()).lstm(16).shape // [16]
     */
    timeDistributed<S extends Sig, H extends Trait, S2 extends Sig, H2 extends Trait>(
      this: Block<S, H>,
      layer: OneLayer<
        S2,
        H2,
        'timeDistributed',
        Good<S, TimeDistributed<OpsOf<S2>>, Block<S2, H2>>
      >,
    ): Block<Then<S, TimeDistributed<OpsOf<S2>>>, H | H2>
  }
}

export const timeDistributed: WrapperKindOf<'timeDistributed', object> = {
  kind: 'timeDistributed',
  args: (layer) => record({ layer }),
  layer: {
    expected: terms.oneLayer,
    accepts: () => true,
    fix: 'write .timeDistributed(block().dense(8))',
  },
  config: {},
  held: (inner) => (inner === 'nothing' ? 'pinnedShape' : inner),
  inside: (input) =>
    input.length >= 2
      ? right(input.slice(1))
      : left(
          complain('wrongRank', {
            expected: terms.steps,
            got: show(input),
            fix: 'start with input([steps, …])',
          }),
        ),
  outside: (_, output, input) => [...input.slice(0, 1), ...output],
  copies: 1,
  flops: (_, inner, __, [steps = null]) => times(steps, inner),
  classes: [{ className: 'TimeDistributed' }],
}
