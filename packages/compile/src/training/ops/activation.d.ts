import { type Address, type Call } from '../program/record.js';
import { type Limits, type TrainingOp } from '../graph/op.js';
/** The activation of a name; null for one without a kernel. */
export declare const activation: (name: string) => TrainingOp | null;
export declare const leakyRelu: (alpha: number) => TrainingOp;
/** dx ← dy where y is inside of limits, and 0 elsewhere; dx may be dy. */
export declare const limitGradient: (call: (call: Call) => void, [y, dy, dx]: readonly [Address, Address, Address], elements: number, [least, most]: Limits) => void;
//# sourceMappingURL=activation.d.ts.map