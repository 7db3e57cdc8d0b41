// The sizes after a transposed convolution in 2-D and 3-D: those of an input that a convolution
// would turn into these. As in Keras, with `span = (kernel - 1) * dilation + 1`:
//   'valid': size * stride + max(span - stride, 0); 'same': size * stride
// and with an output padding, which decides what a stride of the convolution would leave out:
//   'valid': (size - 1) * stride + span + it; 'same': (size - 1) * stride + span % 2 + it
import { left, right } from 'fp-ts/lib/Either.js'
import { complain } from '../base/problem.js'
import { type Say, type Terms, terms } from '../base/sentences.js'
import type { Add, Multiply, Subtract } from './arith.js'
import type { Dim, Needs, NeedsImage, Padding, Show, ShowPair, ShowTriple, Whole } from './shape.js'
import { type Sizes, show } from './sizes.js'
import { type Spatial, type Window, spatial, strideWithDilation } from './window.js'
import type {
  Dilated,
  First,
  First3,
  Second,
  Second3,
  StrideAndDilation,
  Third,
} from './windowed.js'

export interface TransposedWindow extends Window {
  readonly dilation: readonly number[]
  readonly outputPadding: readonly number[] | null
}

/** The sizes without the channels after a transposed convolution. */
export const transposed = (w: TransposedWindow, input: Sizes): Spatial => {
  const sizes = spatial(w.kernel.length, input)
  if (sizes._tag === 'Left') return sizes
  const twice = strideWithDilation(w)
  if (twice !== null) return left(twice)
  const { outputPadding: more, stride } = w
  if (more?.some((n, i) => n >= (stride[i] ?? 1)))
    return left(
      complain('invalidOption', {
        expected: `${terms.outputPadding} ${show(stride)}`,
        got: show(more),
        fix: 'use less, or a larger stride',
      }),
    )
  const out = sizes.right.map((size, i) => {
    if (size === null) return null
    const [step, span] = [stride[i] ?? 1, ((w.kernel[i] ?? 1) - 1) * (w.dilation[i] ?? 1) + 1]
    const kept = w.padding === 'valid' ? span : span % 2
    return more !== null
      ? (size - 1) * step + kept + (more[i] ?? 0)
      : size * step + (w.padding === 'valid' ? Math.max(span - step, 0) : 0)
  })
  return out.every((n) => n !== 0)
    ? right(out)
    : left(
        complain('nothingLeft', {
          expected: show(input),
          got: 'nothing',
          fix: 'use a larger outputPadding or input, or an odd kernel',
        }),
      )
}

/** One axis; 'padding' if the output padding is not smaller than the stride, 'nothing' for 0. */
type Spread<H extends number, K extends number, S extends number, P, O> = [O] extends [number]
  ? number extends H | K | S | O
    ? number
    : Subtract<S, O> extends infer R
      ? [R] extends [never] | [0]
        ? 'padding'
        : [Padding] extends [P]
          ? number
          : Some<Add<Multiply<Subtract<H, 1>, S>, Add<P extends 'same' ? Odd<K> : K, O>>>
      : never
  : number extends H | K | S
    ? number
    : [Padding] extends [P]
      ? number
      : P extends 'same'
        ? Multiply<H, S>
        : Subtract<K, S> extends infer R extends number
          ? [R] extends [never]
            ? Multiply<H, S>
            : Add<Multiply<H, S>, R>
          : never
type Some<N> = N extends 0 ? 'nothing' : N
type Odd<K extends number> = `${K}` extends `${string}${1 | 3 | 5 | 7 | 9}` ? 1 : 0

/** The shape of these axes and channels, or what is wrong with it. */
type Outcome<
  Axes extends readonly unknown[],
  C,
  S,
  Name extends string,
  St extends string,
  O extends string,
> = 'padding' extends Axes[number]
  ? `${Name}: ${Say<'invalidOption', `${Terms['outputPadding']} ${St}`, O>}`
  : 'nothing' extends Axes[number]
    ? `${Name}: ${Say<'nothingLeft', Show<S>, 'nothing'>}`
    : [...Axes, C]

/** The output padding of an axis; undefined if there is none. */
type At<O, I extends number> = O extends readonly unknown[]
  ? Whole<O[I]>
  : O extends number
    ? Whole<O>
    : undefined

/** The shape of an image after a transposed convolution. */
export type Transposed<
  S,
  F extends number,
  K,
  St,
  P,
  Name extends string,
  D = 1,
  O = undefined,
> = S extends readonly [infer H extends number, infer W extends number, number]
  ? [1, 1] extends [First<D>, Second<D>] | [First<St>, Second<St>]
    ? Outcome<
        [
          Spread<H, Dilated<First<K>, First<D>>, First<St>, P, At<O, 0>>,
          Spread<W, Dilated<Second<K>, Second<D>>, Second<St>, P, At<O, 1>>,
        ],
        Dim<F>,
        S,
        Name,
        ShowPair<St>,
        ShowPair<O>
      >
    : StrideAndDilation<Name, ShowPair<St>, ShowPair<D>>
  : NeedsImage<S, Name, [number, number, Dim<F>]>
/** The shape of a volume after a transposed convolution. */
export type Transposed3<
  S,
  F extends number,
  K,
  St,
  P,
  Name extends string,
  D = 1,
  O = undefined,
> = S extends readonly [
  infer L extends number,
  infer H extends number,
  infer W extends number,
  number,
]
  ? [1, 1, 1] extends [First3<D>, Second3<D>, Third<D>] | [First3<St>, Second3<St>, Third<St>]
    ? Outcome<
        [
          Spread<L, Dilated<First3<K>, First3<D>>, First3<St>, P, At<O, 0>>,
          Spread<H, Dilated<Second3<K>, Second3<D>>, Second3<St>, P, At<O, 1>>,
          Spread<W, Dilated<Third<K>, Third<D>>, Third<St>, P, At<O, 2>>,
        ],
        Dim<F>,
        S,
        Name,
        ShowTriple<St>,
        ShowTriple<O>
      >
    : StrideAndDilation<Name, ShowTriple<St>, ShowTriple<D>>
  : Needs<S, Name, Terms['volume'], [number, number, number, Dim<F>]>
