import type { Rewrite } from './rewrite.js';
export declare const readFlat: Rewrite;
//# sourceMappingURL=read-flat.d.ts.map