import type { Operators } from '../call.js';
export declare const softmaxes: Operators;
//# sourceMappingURL=softmax.d.ts.map