import * as tf from '@tensorflow/tfjs';
import type { Loss, LossFunction } from './kinds.js';
/** Those of TensorFlow.js mean what they mean there. */
export declare const NAMED: {
    readonly categoricalCrossentropy: Loss;
    readonly sparseCategoricalCrossentropy: Loss;
    readonly binaryCrossentropy: Loss;
    readonly meanSquaredError: Loss;
    readonly meanAbsoluteError: Loss;
    readonly huber: {
        readonly kind: 'huber';
        readonly parameter: 1;
        readonly compiled: <T_4 extends tf.Tensor<tf.Rank>, O_4 extends tf.Tensor<tf.Rank>>(labels: tf.TensorLike | T_4, predictions: tf.TensorLike | T_4, weights?: tf.TensorLike | tf.Tensor<tf.Rank>, delta?: number, reduction?: tf.Reduction) => O_4;
    };
};
export type LossName = keyof typeof NAMED;
/** The loss that a function stands for: one of `losses`, or of `tf.losses`; null for others. */
export declare const lossOfFunction: (given: LossFunction) => Loss | null;
//# sourceMappingURL=named.d.ts.map