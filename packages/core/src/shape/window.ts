// The one window rule of convolution and pooling in 1-D to 3-D, for values; windowed.ts is its twin
// for types.
// 'valid': floor((size - (kernel - 1) * dilation - 1) / stride) + 1; 'same': ceil(size / stride).
// As in Keras and TensorFlow.
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type Complaint, complain } from '../base/problem.js'
import { terms } from '../base/sentences.js'
import { type Sizes, imageOf, sequenceOf, show, volumeOf } from './sizes.js'
import type { Padding } from './shape.js'

/** One number per axis: one of a sequence, two of an image, three of a volume. */
export interface Window {
  readonly kernel: readonly number[]
  readonly stride: readonly number[]
  readonly padding: Padding
  readonly dilation?: readonly number[]
}
export type Spatial = Either<Complaint, readonly (number | null)[]>

const axis = (
  size: number | null,
  kernel: number,
  stride: number,
  padding: Padding,
  dilation: number,
): number | null =>
  size === null
    ? null
    : padding === 'same'
      ? Math.ceil(size / stride)
      : Math.floor((size - (kernel - 1) * dilation - 1) / stride) + 1

/** The sizes without the channels, for a window with this number of axes. */
export const spatial = (axes: number, input: Sizes): Spatial => {
  const ranked = axes === 1 ? sequenceOf(input) : axes === 2 ? imageOf(input) : volumeOf(input)
  return ranked._tag === 'Left' ? ranked : right(ranked.right.slice(0, -1))
}

/** Why a window cannot have its stride and its dilation; null if it can. */
export const strideWithDilation = ({ stride, dilation = [] }: Window): Complaint | null =>
  Math.max(...dilation) > 1 && Math.max(...stride) > 1
    ? complain('strideWithDilation', {
        expected: terms.strideOrDilation,
        got: `stride ${show(stride)} with dilation ${show(dilation)}`,
        fix: 'use one of them and a pool for the other; TensorFlow has no kernel for both',
      })
    : null

/** The sizes without the channels after a window over a sequence, an image or a volume. */
export const windowed = (w: Window, input: Sizes): Spatial => {
  const sizes = spatial(w.kernel.length, input)
  if (sizes._tag === 'Left') return sizes
  const dilation = w.dilation ?? w.kernel.map(() => 1)
  const twice = strideWithDilation(w)
  if (twice !== null) return left(twice)
  const out = sizes.right.map((size, i) =>
    axis(size, w.kernel[i] ?? 1, w.stride[i] ?? 1, w.padding, dilation[i] ?? 1),
  )
  return out.every((n) => n === null || n >= 1)
    ? right(out)
    : left(
        complain('windowTooLarge', {
          expected: show(input),
          got:
            Math.max(...dilation) > 1
              ? `${show(w.kernel)} with dilation ${show(dilation)}`
              : show(w.kernel),
          fix:
            "use padding 'same', a smaller window or stride, or remove a layer that shrinks the " +
            'image before it',
        }),
      )
}

/** The stride after a window with these steps. */
export const coarser = (stride: readonly number[], steps: readonly number[]): readonly number[] =>
  stride.map((n, i) => n * (steps[i] ?? 1))
/** The stride after a layer that turns one step into several. */
export const finer = (stride: readonly number[], factors: readonly number[]): readonly number[] =>
  stride.map((n, i) => n / (factors[i] ?? 1))
