import type * as tf from '@tensorflow/tfjs';
/** A loss as `tf.LayersModel.compile` takes it: of targets and outputs. */
export type LossFunction = (target: tf.Tensor, output: tf.Tensor) => tf.Tensor;
/** In the order of assembly/training/trainer/losses.ts. */
export declare const LOSS_KINDS: readonly ['categoricalCrossentropy', 'sparseCategoricalCrossentropy', 'categoricalLogits', 'sparseLogits', 'binaryCrossentropy', 'binaryLogits', 'meanSquaredError', 'meanAbsoluteError', 'huber'];
export type LossKind = (typeof LOSS_KINDS)[number];
/** A loss of a kind. */
export interface Loss {
    readonly kind: LossKind;
    /** Where Huber's loss goes over from squares to sizes; 0 elsewhere. */
    readonly parameter: number;
    /** What `model.compile` takes for it. */
    readonly compiled: string | LossFunction;
}
/** Whether a target is the number of a class. */
export declare const isSparse: (kind: LossKind) => boolean;
/** Whether an output is before the softmax or the sigmoid. */
export declare const isOfLogits: (kind: LossKind) => boolean;
export declare const isBinary: (kind: LossKind) => boolean;
//# sourceMappingURL=kinds.d.ts.map