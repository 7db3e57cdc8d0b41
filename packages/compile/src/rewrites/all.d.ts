import type { Rewrite } from './rewrite.js';
export declare const rewrites: readonly Rewrite[];
//# sourceMappingURL=all.d.ts.map