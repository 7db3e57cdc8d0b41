import type { Operators } from '../call.js';
export declare const dropouts: Operators;
//# sourceMappingURL=dropout.d.ts.map