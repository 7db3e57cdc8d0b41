// Losses that have no name in TensorFlow.js, as functions that it accepts too.
import * as tf from '@tensorflow/tfjs'
import { words } from '../../compile/given.js'
import type { Loss, LossFunction, LossKind } from './kinds.js'

/** The losses made here, by their functions. */
const made = new WeakMap<LossFunction, Loss>()
const remember = (kind: LossKind, compiled: LossFunction, parameter = 0): LossFunction => {
  made.set(compiled, { kind, parameter, compiled })
  return compiled
}
/** The loss that a function of `losses` stands for. */
export const madeHere = (given: LossFunction): Loss | null => made.get(given) ?? null

const fromSparseLogits: LossFunction = (target, output) =>
  tf.tidy(() => {
    const classes = output.shape.at(-1) ?? 1
    const chosen = tf.cast(tf.floor(tf.reshape(target, [-1])), 'int32')
    const hot = tf.reshape(tf.oneHot(chosen, classes), output.shape)
    return tf.losses.softmaxCrossEntropy(hot, output)
  })

/** Cross-entropies that also take outputs that are not yet probabilities. */
export type LogitsName =
  | 'categoricalCrossentropy'
  | 'sparseCategoricalCrossentropy'
  | 'binaryCrossentropy'

/** The cross-entropy of outputs before the softmax or the sigmoid. */
const fromLogits = (name: LogitsName): LossFunction => {
  switch (name) {
    case 'categoricalCrossentropy':
      return remember('categoricalLogits', (t, y) => tf.losses.softmaxCrossEntropy(t, y))
    case 'sparseCategoricalCrossentropy':
      return remember('sparseLogits', (t, y) => fromSparseLogits(t, y))
    case 'binaryCrossentropy':
      return remember('binaryLogits', (t, y) => tf.losses.sigmoidCrossEntropy(t, y))
    default:
      throw new TypeError(
        'losses.fromLogits: expected categoricalCrossentropy, sparseCategoricalCrossentropy or ' +
          `binaryCrossentropy, got ${words(name satisfies never)}`,
      )
  }
}

/** Huber's loss (1964): half the square of an error up to `delta`, then `delta` times its size. */
const huber = (delta = 1): LossFunction => {
  if (!(Number.isFinite(delta) && delta > 0))
    throw new TypeError(`losses.huber: delta must be a number above 0, got ${words(delta)}`)
  return remember('huber', (t, y) => tf.losses.huberLoss(t, y, undefined, delta), delta)
}

/**
 * Losses for `compileTraining` that have no name in TensorFlow.js: `fromLogits(name)` for outputs
 * before the softmax or the sigmoid, and `huber(delta)`. They are functions that `model.compile`
 * takes too, but it requires targets to have the shape of the output, even class numbers.
 * @example
 * import { losses } from '@layersmith/compile'
 * import * as tf from '@tensorflow/tfjs'
 * const loss = losses.huber(0.5)
 * loss(tf.tensor([0, 0]), tf.tensor([0.25, 2])).dataSync()[0]?.toFixed(4) // '0.4531'
 * losses.fromLogits('binaryCrossentropy').length // 2
 */
export const losses = { fromLogits, huber } as const
