import type { Operators } from '../call.js';
export declare const clips: Operators;
//# sourceMappingURL=clip.d.ts.map