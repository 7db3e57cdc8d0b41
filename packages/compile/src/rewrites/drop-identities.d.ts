import type { Rewrite } from './rewrite.js';
export declare const dropIdentities: Rewrite;
//# sourceMappingURL=drop-identities.d.ts.map