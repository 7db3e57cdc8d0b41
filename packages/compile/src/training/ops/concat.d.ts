import { type TrainingOp } from '../graph/op.js';
/** Several values one after another along an axis, counted without the batch. */
export declare const concat: (axis: number) => TrainingOp;
//# sourceMappingURL=concat.d.ts.map