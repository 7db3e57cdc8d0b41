// Losses by name, and by the functions of TensorFlow.js.
import * as tf from '@tensorflow/tfjs'
import type { Loss, LossFunction, LossKind } from './kinds.js'
import { madeHere } from './losses.js'

const named = (kind: LossKind): Loss => ({ kind, parameter: 0, compiled: kind })

/** Names that TensorFlow.js has too mean the same there. */
export const NAMED = {
  categoricalCrossentropy: named('categoricalCrossentropy'),
  sparseCategoricalCrossentropy: named('sparseCategoricalCrossentropy'),
  binaryCrossentropy: named('binaryCrossentropy'),
  meanSquaredError: named('meanSquaredError'),
  meanAbsoluteError: named('meanAbsoluteError'),
  huber: { kind: 'huber', parameter: 1, compiled: tf.losses.huberLoss },
} as const satisfies Readonly<Record<string, Loss>>
/** A loss by its name in TensorFlow.js or Keras. */
export type LossName = keyof typeof NAMED

/** The functions of `tf.losses` that are compiled. */
const THEIRS: readonly (readonly [unknown, LossKind, parameter?: number])[] = [
  [tf.losses.softmaxCrossEntropy, 'categoricalLogits'],
  [tf.losses.sigmoidCrossEntropy, 'binaryLogits'],
  [tf.losses.meanSquaredError, 'meanSquaredError'],
  [tf.losses.absoluteDifference, 'meanAbsoluteError'],
  [tf.losses.huberLoss, 'huber', 1],
]

/** The loss that a function stands for: one of `losses`, or of `tf.losses`; null for others. */
export const lossOfFunction = (given: LossFunction): Loss | null => {
  const mine = madeHere(given)
  if (mine !== null) return mine
  const [, kind, parameter = 0] = THEIRS.find(([one]) => one === given) ?? []
  return kind === undefined ? null : { kind, parameter, compiled: given }
}
