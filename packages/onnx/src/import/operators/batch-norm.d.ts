import { type Operators } from '../call.js';
export declare const batchNorms: Operators;
//# sourceMappingURL=batch-norm.d.ts.map