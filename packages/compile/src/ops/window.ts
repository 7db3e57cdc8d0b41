// The windows of convolutions and pools.
import * as tf from '@tensorflow/tfjs'
import type { Margins } from '../graph/op.js'

/** How a window moves over an image, or over a sequence as an image of one row. */
export interface Window {
  readonly size: readonly [number, number]
  readonly stride: readonly [number, number]
  readonly dilation: readonly [number, number]
  /** 'same' adds zeros as Keras does, which depends on the image's size. */
  readonly padding: 'same' | Margins
  /** Whether input and output are sequences. */
  readonly isLine: boolean
}

export const NO_MARGINS: Margins = [
  [0, 0],
  [0, 0],
]
const isZero = (margins: Margins): boolean => margins.flat().every((n) => n === 0)

/** Whether no window reads padding. */
export const readsOnlyImage = ({ padding, size, stride }: Window): boolean =>
  padding === 'same' ? isPoint(size) && isPoint(stride) : isZero(padding)
const isPoint = ([a, b]: readonly [number, number]): boolean => a === 1 && b === 1

/** The padding as TensorFlow.js takes it. */
export const paddingOf = ({ padding }: Window): 'same' | 'valid' | ExplicitPadding =>
  padding === 'same'
    ? 'same'
    : isZero(padding)
      ? 'valid'
      : [[0, 0], [...padding[0]], [...padding[1]], [0, 0]]
type ExplicitPadding = [[number, number], [number, number], [number, number], [number, number]]

/** Zero padding followed by the window, as one window; or why that is impossible. */
export const withMargins = (window: Window, around: Margins): Window | string => {
  if (window.padding === 'same') return "it pads its input itself, by 'same'"
  const [rows, columns] = window.padding
  return {
    ...window,
    padding: [
      [rows[0] + around[0][0], rows[1] + around[0][1]],
      [columns[0] + around[1][0], columns[1] + around[1][1]],
    ],
  }
}

/** Computes with a sequence as an image of one row. */
export const asImage = (
  { isLine }: Window,
  x: tf.Tensor,
  compute: (image: tf.Tensor4D) => tf.Tensor,
): tf.Tensor => {
  if (!isLine) return compute(x as tf.Tensor4D) // the plan has checked its rank
  return tf.tidy(() => {
    const [batch = 1, steps = 1, channels = 1] = x.shape
    const y = compute(tf.reshape(x, [batch, 1, steps, channels]))
    return tf.reshape(y, [batch, y.shape[2] ?? 1, y.shape[3] ?? 1])
  })
}
