import * as tf from '@tensorflow/tfjs';
import type { Activation } from '../graph/activation.js';
import type { Op } from '../graph/op.js';
declare const MERGES: {
    add: <T extends tf.Tensor>(a: tf.Tensor | tf.TensorLike, b: tf.Tensor | tf.TensorLike) => T;
    multiply: <T extends tf.Tensor>(a: tf.Tensor | tf.TensorLike, b: tf.Tensor | tf.TensorLike) => T;
    maximum: <T extends tf.Tensor>(a: tf.Tensor | tf.TensorLike, b: tf.Tensor | tf.TensorLike) => T;
    minimum: <T extends tf.Tensor>(a: tf.Tensor | tf.TensorLike, b: tf.Tensor | tf.TensorLike) => T;
};
/**
 * Combines several values element by element, with an activation. A size of 1 is broadcast, as the
 * factors of squeeze-and-excite are over the pixels of their channel, without being written out.
 */
export declare const elementwise: (name: keyof typeof MERGES, activation?: Activation | null) => Op;
/** The mean of several values. */
export declare const average: Op;
/** Concatenates several values along an axis, counted with the batch. */
export declare const concat: (axis: number) => Op;
export {};
//# sourceMappingURL=elementwise.d.ts.map