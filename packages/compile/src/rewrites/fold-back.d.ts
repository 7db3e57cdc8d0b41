import type { Rewrite } from './rewrite.js';
export declare const foldBack: Rewrite;
//# sourceMappingURL=fold-back.d.ts.map