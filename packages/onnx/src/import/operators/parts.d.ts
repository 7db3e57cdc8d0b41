import type { Operators } from '../call.js';
export declare const parts: Operators;
//# sourceMappingURL=parts.d.ts.map