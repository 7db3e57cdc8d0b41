import type { Rewrite } from './rewrite.js';
export declare const takeMargins: Rewrite;
//# sourceMappingURL=take-margins.d.ts.map