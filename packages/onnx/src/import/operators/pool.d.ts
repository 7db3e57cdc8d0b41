import type { Operators } from '../call.js';
export declare const pools: Operators;
//# sourceMappingURL=pool.d.ts.map