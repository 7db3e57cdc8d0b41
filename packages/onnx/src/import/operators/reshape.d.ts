import type { Operators } from '../call.js';
export declare const reshapes: Operators;
//# sourceMappingURL=reshape.d.ts.map