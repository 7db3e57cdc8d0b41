// The one window rule of convolution and pooling, as a type and as a value.
// 'valid': floor((size - (kernel - 1) * dilation - 1) / stride) + 1; 'same': ceil(size / stride). As in Keras and TensorFlow.
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type Complaint, complain } from '../problem.js'
import { type Say, type Terms, terms } from '../sentences.js'
import type { Add, CeilDivide, FloorDivide, Multiply, Subtract } from './arith.js'
import { type Sizes, imageOf, show } from './sizes.js'
import type { Dim, NeedsImage, Padding, Show, ShowPair } from './shape.js'

// ---------- type ----------
type First<K> = [K] extends [readonly [infer A, unknown]] ? Dim<A> : Dim<K>
type Second<K> = [K] extends [readonly [unknown, infer B]] ? Dim<B> : Dim<K>

/** One axis: the output size, 0 when the kernel does not fit. */
type Axis<H extends number, K extends number, S extends number, P> =
  number extends H | K | S ? number
  : [Padding] extends [P] ? number
  : P extends 'same' ? CeilDivide<H, S>
  : S extends K ? FloorDivide<H, S>
  : Subtract<H, K> extends infer R extends number ? [R] extends [never] ? 0 : Add<FloorDivide<R, S>, 1>
  : 0
/** The extent of a dilated kernel. */
type Dilated<K extends number, D extends number> = D extends 1 ? K : number extends K | D ? number : Add<Multiply<Subtract<K, 1>, D>, 1>

type Outcome<H extends number, W extends number, C extends number, h extends number, w extends number, F extends number | 'in', K, Name extends string, D = 1> =
  h extends 0 ? TooLarge<Name, K, [H, W, C], D>
  : w extends 0 ? TooLarge<Name, K, [H, W, C], D>
  : [h, w, F extends number ? Dim<F> : C]
type TooLarge<Name extends string, K, S, D> = `${Name}: ${Say<'windowTooLarge', Show<S>, [D] extends [1] ? ShowPair<K> : `${ShowPair<K>} with dilation ${ShowPair<D>}`>}`
type StrideWithDilation<Name extends string, St, D> =
  `${Name}: ${Say<'strideWithDilation', Terms['strideOrDilation'], `stride ${ShowPair<St>} with dilation ${ShowPair<D>}`>}`

/** The shape after a window of size K; F filters, or the input's channels. */
export type Windowed<S, F extends number | 'in', K, St, P, Name extends string, D = 1> =
  S extends readonly [infer H extends number, infer W extends number, infer C extends number]
    ? [D] extends [1]
      ? Outcome<H, W, C, Axis<H, First<K>, First<St>, P>, Axis<W, Second<K>, Second<St>, P>, F, K, Name>
      : [1, 1] extends [First<D>, Second<D>] | [First<St>, Second<St>]
        ? Outcome<H, W, C, Axis<H, Dilated<First<K>, First<D>>, First<St>, P>, Axis<W, Dilated<Second<K>, Second<D>>, Second<St>, P>, F, K, Name, D>
        : StrideWithDilation<Name, St, D>
    : NeedsImage<S, Name, [number, number, F extends number ? Dim<F> : number]>

// ---------- value ----------
export interface Window {
  readonly kernel: readonly [number, number]
  readonly stride: readonly [number, number]
  readonly padding: Padding
  readonly dilation?: readonly [number, number]
}

const axis = (size: number | null, kernel: number, stride: number, padding: Padding, dilation: number): number | null =>
  size === null ? null
  : padding === 'same' ? Math.ceil(size / stride)
  : Math.floor((size - (kernel - 1) * dilation - 1) / stride) + 1

/** [height, width] after a window over an image of height x width x channels. */
export const windowed = (w: Window, input: Sizes): Either<Complaint, readonly [number | null, number | null]> => {
  const image = imageOf(input)
  if (image._tag === 'Left') return image
  const [dh, dw] = w.dilation ?? [1, 1]
  if (Math.max(dh, dw) > 1 && Math.max(...w.stride) > 1) {
    return left(complain('strideWithDilation', {
      expected: terms.strideOrDilation,
      got: `stride ${show(w.stride)} with dilation ${show([dh, dw])}`,
      fix: 'use one of them and a pool for the other; TensorFlow has no kernel for both',
    }))
  }
  const [h, v] = image.right
  const out = [axis(h, w.kernel[0], w.stride[0], w.padding, dh), axis(v, w.kernel[1], w.stride[1], w.padding, dw)] as const
  return out.every((n) => n === null || n >= 1)
    ? right(out)
    : left(complain('windowTooLarge', {
      expected: show(input),
      got: Math.max(dh, dw) > 1 ? `${show(w.kernel)} with dilation ${show([dh, dw])}` : show(w.kernel),
      fix: "use padding 'same', a smaller kernel or stride, or remove a layer that shrinks the image before it",
    }))
}
