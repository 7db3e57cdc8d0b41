import type { Doubled, Op } from './op.js'
import type { Say } from '../base/sentences.js'
import type { Agree, Ends, Shape, Show } from '../shape/shape.js'

/**
 * A block with a known input, used inside another block: it checks what flows in, and keeps its
 * taps.
 */
export interface From<I extends Ends, O extends Ends, T = {}> extends Op {
  readonly input: I
  readonly at: unknown
  readonly seen: unknown
  readonly out: Fitted<this['in'], I, O>
  readonly taps: {
    [K in keyof T as Placed<K & string, this['at'] & string>]: Placed<
      K & string,
      this['at'] & string
    > extends this['seen']
      ? Doubled
      : T[K]
  }
}
/** The same for a tied block: its taps get a name for each use. */
export interface FromTie<I extends Ends, O extends Ends, T = {}> extends Op {
  readonly input: I
  readonly at: unknown
  readonly seen: unknown
  readonly out: Fitted<this['in'], I, O>
  readonly taps: { [K in keyof T as Free<K & string, this['at'] & string, this['seen']>]: T[K] }
}
type Fitted<In, I, O> = In extends string
  ? In
  : I extends Shape
    ? Agree<In, I> extends true
      ? O
      : Say<'wrongInput', Show<I>, Show<In>>
    : Say<'severalInputs', 'one input', 'a net of several'>

/** A tap's name with the rounds around its part, before those in it. */
type Placed<
  K extends string,
  At extends string,
  Nth extends string = '',
> = K extends `${infer Name}.${infer In}` ? `${Name}${Nth}${At}.${In}` : `${K}${Nth}${At}`
/** A tap in further uses of a tie: c_2, c_3… */
type Free<
  K extends string,
  At extends string,
  Seen,
  Nth extends string = '',
  N extends 0[] = [0, 0],
> = [Placed<K, At, Nth>] extends [never]
  ? never
  : string extends Seen
    ? Placed<K, At, Nth>
    : Placed<K, At, Nth> extends Seen
      ? Free<K, At, Seen, `_${N['length']}`, [...N, 0]>
      : Placed<K, At, Nth>
