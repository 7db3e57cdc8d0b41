import type { Operators } from '../call.js';
export declare const transposedConvolutions: Operators;
//# sourceMappingURL=conv-transpose.d.ts.map