import type { Operators } from '../call.js';
export declare const concats: Operators;
//# sourceMappingURL=concat.d.ts.map