import { left, right } from 'fp-ts/lib/Either.js'
import { targetSizes } from '../../../config/field.js'
import { type MethodKindOf, NO_PARAMS, record } from '../../kind.js'
import type { Op } from '../../../types/op.js'
import { complain } from '../../../base/problem.js'
import type { Say } from '../../../base/sentences.js'
import type { FloorDivide, Multiply } from '../../../shape/arith.js'
import type { Dim, Product, Shape, Show, Wrong } from '../../../shape/shape.js'
import { type Sizes, product, show } from '../../../shape/sizes.js'
import type { Fit, Sig, Then, Trait } from '../../../types/signature.js'

/** Positive integers, and -1 at most once. */
type Target<T extends readonly number[]> = number extends T['length'] | T[number]
  ? unknown
  : [NoSize<T[number]>] extends [never]
    ? Free<T>['length'] extends 0 | 1
      ? unknown
      : BadTarget<T>
    : BadTarget<T>
/** The members of a union that are neither positive integers nor -1. */
type NoSize<N extends number> = N extends -1
  ? never
  : `${N}` extends `-${string}` | `${string}.${string}` | '0'
    ? N
    : never
type BadTarget<T extends readonly number[]> = Wrong<
  Say<'invalidOption', 'shape must be positive integers, and -1 at most once', ShowTarget<T>>
>
type Free<T> = T extends readonly [infer A, ...infer R]
  ? A extends -1
    ? [A, ...Free<R>]
    : Free<R>
  : []
type Fixed<T> = T extends readonly [infer A, ...infer R]
  ? A extends -1
    ? Fixed<R>
    : [Dim<A>, ...Fixed<R>]
  : []
type ShowTarget<T extends readonly number[]> = T extends readonly [
  infer A extends number,
  ...infer R extends number[],
]
  ? R extends []
    ? `${A}`
    : `${A}x${ShowTarget<R>}`
  : ''

/** All = Known * the free size. */
type Filled<
  S extends Shape,
  T extends readonly number[],
  All extends number,
  Known extends number,
> = number extends All | Known
  ? { -readonly [I in keyof T]: T[I] extends -1 ? number : Dim<T[I]> }
  : Free<T> extends []
    ? All extends Known
      ? [...T]
      : Mismatch<S, T>
    : Multiply<FloorDivide<All, Known>, Known> extends All
      ? { -readonly [I in keyof T]: T[I] extends -1 ? FloorDivide<All, Known> : T[I] }
      : Mismatch<S, T>
type Mismatch<
  S extends Shape,
  T extends readonly number[],
> = `reshape: ${Say<'reshapeMismatch', ShowTarget<T>, Show<S>>}`

export interface Reshape<T extends readonly number[]> extends Op {
  readonly target: T
  readonly out: this['in'] extends infer S extends Shape
    ? number extends T['length']
      ? number[]
      : Filled<S, T, Product<S>, Product<Fixed<T>>>
    : this['in']
}

declare module '../../../types/block.js' {
  interface KindMethods {
    /**
     * The same values in another shape, in row-major order. Keras: `Reshape`. Holds nothing: equal
     * layers share one instance.
     * @param shape the new sizes without the batch; one of them may be -1, for what remains
     * @example
     * import { input } from 'layersmith'
     * input([28, 28]).reshape([28, 28, 1]).conv(6, 4).reshape([-1, 6]).shape // [625, 6]
     */
    reshape<S extends Sig, H extends Trait, const T extends readonly number[]>(
      this: Block<S, H>,
      shape: T & Target<T> & Fit<S, Reshape<T>>,
    ): Block<Then<S, Reshape<T>>, H>
  }
}

export interface ReshapeConfig {
  readonly shape: readonly number[]
}

/** The output sizes, null where the input does not tell; null as a whole when they do not fit. */
const reshaped = ({ shape }: ReshapeConfig, input: Sizes): Sizes | null => {
  const all = product(input)
  const known = shape.reduce((a, n) => (n === -1 ? a : a * n), 1)
  if (all === null) return shape.map((n) => (n === -1 ? null : n))
  if (shape.includes(-1) ? all % known !== 0 : all !== known) return null
  return shape.map((n) => (n === -1 ? all / known : n))
}

export const reshape: MethodKindOf<'reshape', ReshapeConfig> = {
  kind: 'reshape',
  args: (shape) => record({ shape }),
  config: { shape: targetSizes('targetShape') },
  held: () => 'nothing',
  shape: (c, input = []) => {
    const out = reshaped(c, input)
    return out === null
      ? left(
          complain('reshapeMismatch', {
            expected: c.shape.join('x'),
            got: show(input),
            fix: 'choose sizes with the same product, or -1 for one of them',
          }),
        )
      : right(out)
  },
  // TensorFlow.js does not know what -1 stands for until it runs, so it could not make a layer with
  // weights after it
  settle: (c, input) => ({ shape: (reshaped(c, input) ?? c.shape).map((n) => n ?? -1) }),
  params: () => NO_PARAMS,
  flops: () => 0,
  classes: [{ className: 'Reshape' }],
}
