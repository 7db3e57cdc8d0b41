import type { Op } from '../op.js'
import type { Say } from '../sentences.js'
import type { Agree, Shape, Show } from '../shape/shape.js'
import type { Ends } from '../signature.js'

/** A block whose input is already known, used inside another one: it checks what it gets, and brings its taps along. */
export interface From<I extends Ends, O extends Ends, T = {}> extends Op {
  readonly input: I
  readonly at: unknown
  readonly out: this['in'] extends string ? this['in']
    : I extends Shape ? (Agree<this['in'], I> extends true ? O : Say<'wrongInput', Show<I>, Show<this['in']>>)
    : Say<'severalInputs', 'one input', 'a net of several'>
  readonly taps: this['at'] extends '' ? T : { [K in keyof T as `${K & string}${this['at'] & string}`]: T[K] }
}
