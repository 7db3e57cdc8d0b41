import type { Operators } from '../call.js';
export declare const borders: Operators;
//# sourceMappingURL=pad.d.ts.map