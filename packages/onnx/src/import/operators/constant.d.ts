import type { Operators } from '../call.js';
export declare const constants: Operators;
//# sourceMappingURL=constant.d.ts.map