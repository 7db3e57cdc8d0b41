import { type Operators } from '../call.js';
export declare const arithmetic: Operators;
//# sourceMappingURL=arithmetic.d.ts.map