import { right } from 'fp-ts/lib/Either.js'
import { oneOf, optional } from '../../../config/field.js'
import { type WrapperKindOf, record } from '../../kind.js'
import type { Op, Ops, Run } from '../../../types/op.js'
import { type Terms, terms } from '../../../base/sentences.js'
import type { Multiply } from '../../../shape/arith.js'
import type { SetLast, Shape } from '../../../shape/shape.js'
import { product, times } from '../../../shape/sizes.js'
import type { Good, Open, OpsOf, Sig, Then, Trait } from '../../../types/signature.js'
import type { Steps } from '../recurrent/simple-rnn.js'
import type { NoLayer, OneLayer } from './time-distributed.js'

/** How to combine the outputs of the two directions: concatenation, sum, product or mean. */
export type MergeMode = 'concat' | 'sum' | 'mul' | 'ave'
export interface BidirectionalOptions<M extends MergeMode = MergeMode> {
  /**
   * 'concat' (the default) concatenates both, which doubles the last size; 'sum', 'mul' (product)
   * and 'ave' (mean) keep it.
   */
  mergeMode?: M | undefined
}

/** The output of one layer, known by its op, in both directions. */
export interface Bidirectional<L extends Ops, M extends MergeMode> extends Op {
  readonly layer: L
  readonly out: Both<Run<this['in'], L>, M>
}
type Both<S, M> = S extends readonly [...number[], infer C extends number]
  ? [M] extends ['concat']
    ? SetLast<S, Multiply<C, 2>>
    : 'concat' extends M
      ? SetLast<S, number>
      : S
  : S extends Shape
    ? number[]
    : S

/** Ok, or why a block of signature S is not a recurrent layer. */
type Recurring<S, Ok> =
  S extends Open<infer L>
    ? number extends L['length']
      ? Ok
      : L extends readonly [Steps]
        ? Ok
        : NoLayer<'bidirectional', Terms['recurrentLayer'], 'another one'>
    : Ok

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * A recurrent layer and another of its kind that takes the steps in reverse: [batch, steps, …]
     * to the layer's output, with its last size doubled by 'concat'. Keras: `Bidirectional`;
     * Schuster and Paliwal 1997. Holds weights: those of the layer, twice; the two directions start
     * with different ones. TensorFlow.js has no gradient for sequences of one step: they predict
     * but do not train.
     * @param layer a block of one recurrent layer: `simpleRnn`, `gru`, `lstm` or `convLstm2d`
     * @example
     * import { block, input } from 'layersmith'
     * input([20, 8]).bidirectional(block().lstm(16)).shape // [32]
     * const gru = block().gru(16, { returnSequences: true })
     * input([20, 8]).bidirectional(gru, { mergeMode: 'sum' }).shape // [20, 16]
     */
    bidirectional<
      S extends Sig,
      H extends Trait,
      S2 extends Sig,
      H2 extends Trait,
      const M extends MergeMode = 'concat',
    >(
      this: Block<S, H>,
      layer: OneLayer<
        S2,
        H2,
        'bidirectional',
        Recurring<S2, Good<S, Bidirectional<OpsOf<S2>, M>, Block<S2, H2>>>,
        Terms['recurrentLayer']
      >,
      options?: BidirectionalOptions<M>,
    ): Block<Then<S, Bidirectional<OpsOf<S2>, M>>, H | 'weights'>
  }
}

export interface BidirectionalConfig {
  readonly mergeMode: MergeMode
}

export const bidirectional: WrapperKindOf<'bidirectional', BidirectionalConfig> = {
  kind: 'bidirectional',
  args: (layer, options) => record({ layer }, options),
  // TensorFlow.js flips `goBackwards` for the other direction
  layer: {
    expected: terms.recurrentLayer,
    accepts: ({ config }) => 'goBackwards' in config,
    fix: 'write .bidirectional(block().lstm(16)), with simpleRnn, gru, lstm or convLstm2d',
  },
  config: { mergeMode: optional(oneOf(['concat', 'sum', 'mul', 'ave']), 'concat') },
  held: () => 'weights',
  inside: right,
  outside: ({ mergeMode }, output) => {
    const last = output.at(-1) ?? null
    return mergeMode === 'concat' ? [...output.slice(0, -1), times(2, last)] : output
  },
  copies: 2,
  flops: ({ mergeMode }, inner, output) => {
    const joining = mergeMode === 'concat' ? 0 : times(mergeMode === 'ave' ? 2 : 1, product(output))
    return inner === null || joining === null ? null : 2 * inner + joining
  },
  classes: [{ className: 'Bidirectional' }],
}
