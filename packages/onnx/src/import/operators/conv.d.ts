import type { Operators } from '../call.js';
export declare const convolutions: Operators;
//# sourceMappingURL=conv.d.ts.map