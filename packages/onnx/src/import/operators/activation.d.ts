import type { Operators } from '../call.js';
export declare const activations: Operators;
//# sourceMappingURL=activation.d.ts.map