import type { Weight } from '../contract.js';
import { type TrainingOp } from '../graph/op.js';
/** A product with a matrix and its bias: […, inputs] to […, units]. */
export declare const dense: (kernel: Weight, bias: Weight | null, limits?: import("../graph/op.js").Limits) => TrainingOp;
//# sourceMappingURL=dense.d.ts.map