// The one window rule of convolution and pooling in 1-D to 3-D, as types; window.ts is its twin for
// values.
import type { Say, Terms } from '../base/sentences.js'
import type { Add, CeilDivide, FloorDivide, Multiply, Subtract } from './arith.js'
import type { Dim, Needs, NeedsImage, Padding, Show, ShowPair, ShowTriple } from './shape.js'

export type First<K> = [K] extends [readonly [infer A, unknown]] ? Dim<A> : Dim<K>
export type Second<K> = [K] extends [readonly [unknown, infer B]] ? Dim<B> : Dim<K>

/**
 * The output size along one axis; 0 when the kernel does not fit. One division is enough: a window
 * of kernel K and stride S, K >= S, has floor((H - (K - S)) / S) places.
 */
type Axis<H extends number, K extends number, S extends number, P> = number extends H | K | S
  ? number
  : [Padding] extends [P]
    ? number
    : P extends 'same'
      ? CeilDivide<H, S>
      : K extends 1
        ? CeilDivide<H, S>
        : S extends K
          ? FloorDivide<H, S>
          : [Subtract<K, S>] extends [never]
            ? OrZero<CeilDivide<OrZero<Subtract<H, Subtract<K, 1>>>, S>>
            : OrZero<FloorDivide<OrZero<Subtract<H, Subtract<K, S>>>, S>>
type OrZero<N extends number> = [N] extends [never] ? 0 : N
/** The extent of a dilated kernel. */
export type Dilated<K extends number, D extends number> = D extends 1
  ? K
  : number extends K | D
    ? number
    : Add<Multiply<Subtract<K, 1>, D>, 1>

type Outcome<
  H extends number,
  W extends number,
  C extends number,
  h extends number,
  w extends number,
  F extends number | 'in',
  K,
  Name extends string,
  D = 1,
> = h extends 0
  ? TooLarge<Name, K, [H, W, C], D>
  : w extends 0
    ? TooLarge<Name, K, [H, W, C], D>
    : [h, w, F extends number ? Dim<F> : C]
type TooLarge<Name extends string, K, S, D> = Lost<
  Name,
  S,
  ShowPair<K>,
  [D] extends [1] ? '' : ShowPair<D>
>

/** The shape of an image after a window of size K; F filters, or the input's channels. */
export type Windowed<
  S,
  F extends number | 'in',
  K,
  St,
  P,
  Name extends string,
  D = 1,
> = S extends readonly [infer H extends number, infer W extends number, infer C extends number]
  ? [H, W, K, St, D] extends [W, H, number, number, 1]
    ? Square<H, C, Axis<H, Dim<K>, Dim<St>, P>, F, K, Name>
    : [D] extends [1]
      ? Outcome<
          H,
          W,
          C,
          Axis<H, First<K>, First<St>, P>,
          Axis<W, Second<K>, Second<St>, P>,
          F,
          K,
          Name
        >
      : [1, 1] extends [First<D>, Second<D>] | [First<St>, Second<St>]
        ? Outcome<
            H,
            W,
            C,
            Axis<H, Dilated<First<K>, First<D>>, First<St>, P>,
            Axis<W, Dilated<Second<K>, Second<D>>, Second<St>, P>,
            F,
            K,
            Name,
            D
          >
        : StrideAndDilation<Name, ShowPair<St>, ShowPair<D>>
  : NeedsImage<S, Name, [number, number, F extends number ? Dim<F> : number]>
/** The same for the most common window, in one step: both axes are equal. */
type Square<
  H extends number,
  C extends number,
  h extends number,
  F extends number | 'in',
  K,
  Name extends string,
> = h extends 0 ? TooLarge<Name, K, [H, H, C], 1> : [h, h, F extends number ? Dim<F> : C]

type Channels<F extends number | 'in', C extends number> = F extends number ? Dim<F> : C
type Lost<
  Name extends string,
  S,
  K extends string,
  D extends string,
> = `${Name}: ${Say<'windowTooLarge', Show<S>, D extends '' ? K : `${K} with dilation ${D}`>}`
export type StrideAndDilation<
  Name extends string,
  St extends string,
  D extends string,
> = `${Name}: ${Say<
  'strideWithDilation',
  Terms['strideOrDilation'],
  `stride ${St} with dilation ${D}`
>}`

/** The shape of a sequence after a window. */
export type Windowed1<
  S,
  F extends number | 'in',
  K extends number,
  St extends number,
  P,
  Name extends string,
  D extends number = 1,
> = S extends readonly [infer L extends number, infer C extends number]
  ? 1 extends Dim<St> | Dim<D>
    ? Axis<L, Dilated<Dim<K>, Dim<D>>, Dim<St>, P> extends infer l extends number
      ? l extends 0
        ? Lost<Name, S, `${K}`, D extends 1 ? '' : `${D}`>
        : [l, Channels<F, C>]
      : never
    : number extends Dim<St> | Dim<D>
      ? [number, Channels<F, C>]
      : StrideAndDilation<Name, `${St}`, `${D}`>
  : Needs<S, Name, Terms['sequence'], [number, F extends number ? Dim<F> : number]>

export type Third<K> = [K] extends [readonly [unknown, unknown, infer C]] ? Dim<C> : Dim<K>
export type First3<K> = [K] extends [readonly [infer A, unknown, unknown]] ? Dim<A> : Dim<K>
export type Second3<K> = [K] extends [readonly [unknown, infer B, unknown]] ? Dim<B> : Dim<K>
type Outcome3<
  S,
  C extends number,
  d extends number,
  h extends number,
  w extends number,
  F extends number | 'in',
  K,
  Name extends string,
  D,
> = d extends 0
  ? Lost3<Name, S, K, D>
  : h extends 0
    ? Lost3<Name, S, K, D>
    : w extends 0
      ? Lost3<Name, S, K, D>
      : [d, h, w, Channels<F, C>]
type Lost3<Name extends string, S, K, D> = Lost<
  Name,
  S,
  ShowTriple<K>,
  [D] extends [1] ? '' : ShowTriple<D>
>
/** The shape of a volume after a window. */
export type Windowed3<
  S,
  F extends number | 'in',
  K,
  St,
  P,
  Name extends string,
  D = 1,
> = S extends readonly [
  infer L extends number,
  infer H extends number,
  infer W extends number,
  infer C extends number,
]
  ? [1, 1, 1] extends [First3<D>, Second3<D>, Third<D>] | [First3<St>, Second3<St>, Third<St>]
    ? Outcome3<
        S,
        C,
        Axis<L, Dilated<First3<K>, First3<D>>, First3<St>, P>,
        Axis<H, Dilated<Second3<K>, Second3<D>>, Second3<St>, P>,
        Axis<W, Dilated<Third<K>, Third<D>>, Third<St>, P>,
        F,
        K,
        Name,
        D
      >
    : number extends First3<D> | Second3<D> | Third<D> | First3<St> | Second3<St> | Third<St>
      ? [number, number, number, Channels<F, C>]
      : StrideAndDilation<Name, ShowTriple<St>, ShowTriple<D>>
  : Needs<S, Name, Terms['volume'], [number, number, number, F extends number ? Dim<F> : number]>
