import type { Weight } from '../contract.js';
import { type Limits, type TrainingOp } from '../graph/op.js';
export interface BatchNorm {
    readonly gamma: Weight | null;
    readonly beta: Weight | null;
    readonly mean: Weight;
    readonly variance: Weight;
    readonly epsilon: number;
    readonly momentum: number;
    /** Whether it keeps its statistics in training too. */
    readonly isFrozen: boolean;
}
/** What comes after it and is computed with it. */
interface After {
    readonly limits: Limits;
    /** Whether each 2x2 pixels become their largest number. */
    readonly halves: boolean;
}
/**
 * Batch normalization of each channel (Ioffe and Szegedy 2015): by the statistics of the batch in
 * training, which the moving ones follow, and by those in inference. Limits and a pool of 2x2
 * pixels may come after it in the same passes.
 */
export declare const batchNorm: (norm: BatchNorm, after?: After) => TrainingOp;
export {};
//# sourceMappingURL=batch-norm.d.ts.map