import type { Operators } from '../call.js';
export declare const resizes: Operators;
//# sourceMappingURL=resize.d.ts.map