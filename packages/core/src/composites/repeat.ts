import { internals } from '../dsl/block.js'
import type { Block } from '../types/block.js'
import { snapshot } from '../base/json.js'
import type { Op, Ops, Run, Taps, UnknownTaps } from '../types/op.js'
import type { Count, Dim } from '../shape/shape.js'
import type { Open, OpsOf, Sig, Trait } from '../types/signature.js'

export interface Repeat<N extends number, B extends Ops> extends Op {
  readonly at: unknown
  readonly seen: unknown
  readonly out: number extends Dim<N>
    ? AnyRounds<this['in'], Run<this['in'], B>>
    : Rounds<this['in'], B, N>
  readonly taps: number extends Dim<N>
    ? UnknownTaps
    : TapsOfRounds<this['in'], B, N, this['at'] & string, this['seen']>
}
/**
 * Ends early where a round changes nothing; above 500 rounds that do, the sizes count as unknown.
 */
type Rounds<S, B extends Ops, N extends number, Done extends 0[] = []> = Done['length'] extends N
  ? S
  : Run<S, B> extends infer T
    ? Equal<S, T> extends true
      ? T
      : T extends string
        ? T
        : Done['length'] extends 500
          ? number[]
          : Rounds<T, B, N, [...Done, 0]>
    : never
/** After a number of rounds that is not known; T comes out of the first. */
type AnyRounds<S, T> = Equal<S, T> extends true ? T : T extends string ? T : number[]
type Equal<S, T> = [S] extends [T] ? ([T] extends [S] ? true : false) : false
type TapsOfRounds<
  S,
  B extends Ops,
  N extends number,
  At extends string,
  Seen,
  Done extends 0[] = [],
  T = {},
> = Done['length'] extends N
  ? T
  : Done['length'] extends 500
    ? UnknownTaps
    : TapsOfRounds<
        Run<S, B>,
        B,
        N,
        At,
        Seen,
        [...Done, 0],
        T & Taps<S, B, `${At}.${[...Done, 0]['length'] & number}`, Seen>
      >

/**
 * The block `times` times in a row, each round with layers of its own.
 * @example
 * import { block, input, repeat, residual } from 'layersmith'
 * const unit = residual(block().conv(16, 3, { padding: 'same' }).bn().relu())
 * input([8, 8, 16]).pipe(repeat(3, unit)).shape // [8, 8, 16]
 */
export function repeat<const N extends number, S extends Sig, H extends Trait>(
  times: N & Count<N, 'times'>,
  body: Block<S, H>,
): Block<Open<[Repeat<N, OpsOf<S>>]>, H> {
  return internals.wrap(
    { kind: 'repeat', times: snapshot(times), body: internals.part(body) },
    repeat,
    [body],
  )
}
