// The losses that a compiled step computes.
import type * as tf from '@tensorflow/tfjs'

/** A loss as `tf.LayersModel.compile` takes it: a function of targets and outputs. */
export type LossFunction = (target: tf.Tensor, output: tf.Tensor) => tf.Tensor

export const LOSS_KINDS = [
  'categoricalCrossentropy',
  'sparseCategoricalCrossentropy',
  'categoricalLogits',
  'sparseLogits',
  'binaryCrossentropy',
  'binaryLogits',
  'meanSquaredError',
  'meanAbsoluteError',
  'huber',
] as const
export type LossKind = (typeof LOSS_KINDS)[number]

/** A loss of a kind. */
export interface Loss {
  readonly kind: LossKind
  /** The error at which Huber's loss turns from quadratic to linear; 0 for other losses. */
  readonly parameter: number
  /** What `model.compile` takes for it. */
  readonly compiled: string | LossFunction
}

/** Whether a target is the number of a class. */
export const isSparse = (kind: LossKind): boolean =>
  kind === 'sparseCategoricalCrossentropy' || kind === 'sparseLogits'
/** Whether an output is before the softmax or the sigmoid. */
export const isOfLogits = (kind: LossKind): boolean => kind.endsWith('Logits')
export const isBinary = (kind: LossKind): boolean => kind.startsWith('binary')
