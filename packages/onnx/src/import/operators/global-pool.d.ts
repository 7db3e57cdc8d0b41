import type { Operators } from '../call.js';
export declare const globalPools: Operators;
//# sourceMappingURL=global-pool.d.ts.map