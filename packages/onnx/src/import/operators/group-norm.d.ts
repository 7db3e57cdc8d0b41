import type { Operators } from '../call.js';
export declare const groupNorms: Operators;
//# sourceMappingURL=group-norm.d.ts.map