import { make, isLoose, stateOf } from '../ast/block.js'
import { describe, isObject, snapshot } from '../base/json.js'
import { partOf } from '../composites/group.js'
import type { AnyBlock, Block } from '../types/block.js'
import type { Names, Run, Taps } from '../types/op.js'
import type { Say } from '../base/sentences.js'
import type { AsShape, UnionToIntersection, Wrong } from '../shape/shape.js'
import type {
  AnySig,
  Description,
  Fixed,
  GoodPipe,
  Open,
  OpsOf,
  ShapeOf,
  Sig,
  Tapped,
  Trait,
} from '../types/signature.js'

type Heads = Readonly<Record<string, AnyBlock>>
type OpsIn<B> = B extends Block<infer S, Trait> ? OpsOf<S> : []
type Out<S> = S extends Fixed<infer _, infer O> ? O : number[]
// a conditional type prints resolved, not as its name
type ShapesOf<S, R extends Heads> = R extends unknown
  ? { readonly [K in keyof R]: AsShape<Run<Out<S>, OpsIn<R[K]>>> }
  : never
type HeldIn<R extends Heads> = R[keyof R] extends infer B
  ? B extends Block<Sig, infer H>
    ? H
    : never
  : never
type TapsIn<S, R extends Heads> = UnionToIntersection<
  { [K in keyof R]: Taps<Out<S>, OpsIn<R[K]>, '', Names<TapsBefore<S>>> }[keyof R]
>
type TapsBefore<S> = S extends { readonly taps: infer T } ? T : {}

/** The signature of a net that ends in heads R. */
type Headed<S extends Sig, H, R extends Heads> =
  S extends Fixed<infer I, infer _>
    ? 'taps' extends H | HeldIn<R>
      ? Tapped<I, ShapesOf<S, R>, TapsBefore<S> & TapsIn<S, R>>
      : Fixed<I, ShapesOf<S, R>>
    : S
type NoInput<S> =
  S extends Open<infer _> ? `outputs: ${Say<'noInput', 'an input', 'an open block'>}` : ''
type NoInputText<S> = NoInput<S> extends infer M extends string ? M : ''
type HeadText<S, H, S2, H2> = GoodPipe<S, H, S2, H2, ''> extends infer M extends string ? M : ''
type FitHeads<S extends Sig, H, R extends Heads> = `${NoInputText<S>}` extends `${string} ${string}`
  ? Wrong<NoInputText<S>>
  : [keyof R] extends [never]
    ? Wrong<Say<'invalidOption', 'outputs must be a record of at least one block', '{}'>>
    : {
        readonly [K in keyof R]: R[K] extends Block<infer S2, infer H2>
          ? `${HeadText<S, H, S2, H2>}` extends `${string} ${string}`
            ? Wrong<HeadText<S, H, S2, H2>>
            : unknown
          : unknown
      }

/**
 * A net that ends in several outputs. Nothing can follow it; `toModel`, `check`, `plan`, `summary`
 * and `toJSON` accept it.
 */
export interface Outputs<out S extends AnySig, out H extends Trait> extends Description<S, H> {
  /**
   * The sizes of each output by name, without the batch; null where a size is known only at run
   * time. Throws {@link BuildError} if the net has problems.
   */
  readonly shape: ShapeOf<S>
}

declare module '../types/block.js' {
  interface CompositeMethods {
    /**
     * Ends the net in several named outputs, each a head over what flows here; `block()` outputs
     * what flows here itself. A head's name starts the paths of its positions: `digit.dense1`.
     * `toModel(…).predict` returns a record of tensors with these names.
     * @example
     * import { block, input, toModel } from 'layersmith'
     * import * as tf from '@tensorflow/tfjs'
     * const stem = block().conv(4, 3).bn().relu()
     * const two = input([28, 28, 1]).pipe(stem).outputs({
     *   digit: block().flatten().dense(10),
     *   odd: block().globalPool().dense(1),
     * })
     * two.shape // { digit: [10], odd: [1] }
     * const built = toModel(two, { seed: 1 })
     * const { digit, odd } = built.predict(tf.zeros([5, 28, 28, 1]))
     * digit.shape // [5, 10]
     * built.dispose()
     */
    outputs<S extends Sig, H extends Trait, const R extends Heads>(
      this: Block<S, H>,
      heads: R & FitHeads<S, H, R>,
    ): Outputs<Headed<S, H, R>, H | HeldIn<R>>
  }
}

/** The method at run time; it makes no node, because nothing can follow it. */
export function outputs(this: unknown, heads: unknown): unknown {
  const { input, chain, loose } = stateOf(this)
  if (!isObject(heads))
    throw new TypeError(
      `outputs: needs a record of blocks, got ${describe(snapshot(heads))}; ` +
        'write .outputs({ name: block() })',
    )
  const arms = Object.entries(heads).map(([name, head]) =>
    Object.freeze({ name, body: partOf(head) }),
  )
  return make({
    input,
    chain,
    heads: Object.freeze(arms),
    loose: loose || isLoose(Object.values(heads)),
  })
}
