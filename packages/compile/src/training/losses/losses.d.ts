import type { Loss, LossFunction } from './kinds.js';
/** The loss that a function of `losses` stands for. */
export declare const madeHere: (given: LossFunction) => Loss | null;
/** Cross-entropies that have a form for outputs that are no probabilities yet. */
export type LogitsName = 'categoricalCrossentropy' | 'sparseCategoricalCrossentropy' | 'binaryCrossentropy';
/** The cross-entropy of outputs before the softmax or the sigmoid. */
declare const fromLogits: (name: LogitsName) => LossFunction;
/** Huber's loss (1964): half the square of an error up to `delta`, then `delta` times its size. */
declare const huber: (delta?: number) => LossFunction;
/**
 * Losses for `compileTraining` that have no name in TensorFlow.js: `fromLogits(name)` for outputs
 * before the softmax or the sigmoid, and `huber(delta)`. They are functions that `model.compile`
 * takes too; it asks of targets that they have the shape of the output, numbers of classes as well.
 * @example
 * import { losses } from '@layersmith/compile'
 * import * as tf from '@tensorflow/tfjs'
 * const loss = losses.huber(0.5)
 * loss(tf.tensor([0, 0]), tf.tensor([0.25, 2])).dataSync()[0]?.toFixed(4) // '0.4531'
 * losses.fromLogits('binaryCrossentropy').length // 2
 */
export declare const losses: {
    readonly fromLogits: typeof fromLogits;
    readonly huber: typeof huber;
};
export {};
//# sourceMappingURL=losses.d.ts.map