// Arithmetic on literal numbers at type level, digit by digit: exact to 10^6 and beyond, at 150 to
// 350 instantiations per operation. Tuple lengths would stop at 9,999. `number` in gives `number`
// out. All operands are non-negative integers: Dim has replaced everything else with `number`.
import type { Difference, Product, Quotient, Sum } from './digits.js'

type Digit = keyof Sum['0']
type Carry = keyof Sum
type ProductCarry = keyof Product
type SmallDivisor = keyof Quotient

/** Puts the least significant digit first, or the most significant one again. */
type Reverse<S extends string, Out extends string = ''> = S extends `${infer H}${infer T}`
  ? Reverse<T, `${H}${Out}`>
  : Out
type TrimZeros<S extends string> = S extends `0${infer R}` ? (R extends '' ? '0' : TrimZeros<R>) : S
type ToNumber<S extends string> = S extends `${infer N extends number}` ? N : never

/** Reversed operands, result most significant digit first. */
type AddReversed<
  A extends string,
  B extends string,
  C extends Carry = '0',
  Out extends string = '',
> = A extends `${infer a extends Digit}${infer x}`
  ? B extends `${infer b extends Digit}${infer y}`
    ? Sum[C][a][b] extends `${infer c extends Carry}${infer d}`
      ? AddReversed<x, y, c, `${d}${Out}`>
      : never
    : C extends '0'
      ? `${Reverse<A>}${Out}`
      : Sum[C][a]['0'] extends `${infer c extends Carry}${infer d}`
        ? AddReversed<x, '', c, `${d}${Out}`>
        : never
  : B extends ''
    ? C extends '0'
      ? Out
      : `1${Out}`
    : AddReversed<B, '', C, Out>

/** Reversed operands, result most significant digit first; 'negative' when A < B. */
type SubtractReversed<
  A extends string,
  B extends string,
  C extends Carry = '0',
  Out extends string = '',
> = A extends `${infer a extends Digit}${infer x}`
  ? B extends `${infer b extends Digit}${infer y}`
    ? Difference[C][a][b] extends `${infer c extends Carry}${infer d}`
      ? SubtractReversed<x, y, c, `${d}${Out}`>
      : never
    : C extends '0'
      ? `${Reverse<A>}${Out}`
      : Difference[C][a]['0'] extends `${infer c extends Carry}${infer d}`
        ? SubtractReversed<x, '', c, `${d}${Out}`>
        : never
  : C extends '0'
    ? B extends ''
      ? Out
      : 'negative'
    : 'negative'

/** A reversed number times one digit. */
type TimesDigit<
  A extends string,
  b extends Digit,
  C extends ProductCarry = '0',
  Out extends string = '',
> = A extends `${infer a extends Digit}${infer x}`
  ? Product[C][a][b] extends `${infer c extends ProductCarry}${infer d}`
    ? TimesDigit<x, b, c, `${d}${Out}`>
    : never
  : C extends '0'
    ? Out
    : `${C}${Out}`

/** Long multiplication: A reversed, B most significant digit first. */
type Times<
  A extends string,
  B extends string,
  Out extends string = '',
> = B extends `${infer b extends Digit}${infer y}`
  ? Times<
      A,
      y,
      Out extends '' ? TimesDigit<A, b> : AddReversed<`0${Reverse<Out>}`, Reverse<TimesDigit<A, b>>>
    >
  : Out

/** Division by one digit: [quotient, remainder]. */
type DivideByDigit<
  S extends string,
  D extends SmallDivisor,
  R extends string = '0',
  Out extends string = '',
> = S extends `${infer h extends Digit}${infer t}`
  ? Quotient[D][R & keyof Quotient[D]] extends infer Row
    ? Row[h & keyof Row] extends `${infer q}${infer r}`
      ? DivideByDigit<t, D, r, `${Out}${q}`>
      : never
    : never
  : [TrimZeros<Out>, R]

/** How many times B goes into R, and the remainder, by at most nine subtractions. */
type DivideStep<
  R extends string,
  B extends string,
  ReversedB extends string,
  Count extends 0[] = [],
> =
  SubtractReversed<Reverse<R>, ReversedB> extends infer S extends string
    ? S extends 'negative'
      ? [Count['length'] & number, R]
      : DivideStep<TrimZeros<S>, B, ReversedB, [...Count, 0]>
    : never

/** Long division: [quotient, remainder]. */
type DivideLong<
  S extends string,
  B extends string,
  ReversedB extends string,
  R extends string = '',
  Out extends string = '',
> = S extends `${infer h}${infer t}`
  ? DivideStep<R extends '0' ? h : `${R}${h}`, B, ReversedB> extends [
      infer q extends number,
      infer r extends string,
    ]
    ? DivideLong<t, B, ReversedB, r, `${Out}${q}`>
    : never
  : [TrimZeros<Out>, R]

type Divide<A extends string, B extends string> = B extends '1'
  ? [A, '0']
  : B extends SmallDivisor
    ? DivideByDigit<A, B>
    : DivideLong<A, B, Reverse<B>>

/** Adds or subtracts two single digits by one lookup in the table. */
type AddDigits<A extends Digit, B extends Digit> = Sum['0'][A][B] extends `0${infer D}`
  ? ToNumber<D>
  : ToNumber<Sum['0'][A][B]>
type SubtractDigits<A extends Digit, B extends Digit> = Difference['0'][A][B] extends `0${infer D}`
  ? ToNumber<D>
  : never

/** A + B. */
export type Add<A extends number, B extends number> = number extends A | B
  ? number
  : B extends 0
    ? A
    : `${A}${B}` extends `${Digit}${Digit}`
      ? AddDigits<`${A}` & Digit, `${B}` & Digit>
      : ToNumber<AddReversed<Reverse<`${A}`>, Reverse<`${B}`>>>

/** A - B, or never when B is greater. */
export type Subtract<A extends number, B extends number> = number extends A | B
  ? number
  : `${A}${B}` extends `${Digit}${Digit}`
    ? SubtractDigits<`${A}` & Digit, `${B}` & Digit>
    : SubtractReversed<Reverse<`${A}`>, Reverse<`${B}`>> extends infer S extends string
      ? S extends 'negative'
        ? never
        : ToNumber<TrimZeros<S>>
      : never

/** A * B. */
export type Multiply<A extends number, B extends number> = number extends A | B
  ? number
  : A extends 0
    ? 0
    : B extends 0
      ? 0
      : A extends 1
        ? B
        : B extends 1
          ? A
          : ToNumber<Times<Reverse<`${A}`>, `${B}`>>

/** The integer part of A / B. */
export type FloorDivide<A extends number, B extends number> = number extends A | B
  ? number
  : B extends 1
    ? A
    : ToNumber<Divide<`${A}`, `${B}`>[0]>

/** A / B, rounded up. */
export type CeilDivide<A extends number, B extends number> = number extends A | B
  ? number
  : B extends 1
    ? A
    : Divide<`${A}`, `${B}`> extends [infer Q extends string, infer R]
      ? R extends '0'
        ? ToNumber<Q>
        : ToNumber<AddReversed<Reverse<Q>, '1'>>
      : never
