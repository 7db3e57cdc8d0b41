import type { Operators } from '../call.js';
export declare const denses: Operators;
//# sourceMappingURL=dense.d.ts.map