import type { Rewrite } from './rewrite.js';
export declare const foldAhead: Rewrite;
//# sourceMappingURL=fold-ahead.d.ts.map