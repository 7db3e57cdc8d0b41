import type { Rewrite } from './rewrite.js';
export declare const moveMaps: Rewrite;
//# sourceMappingURL=move-maps.d.ts.map