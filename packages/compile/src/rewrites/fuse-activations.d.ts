import type { Rewrite } from './rewrite.js';
export declare const fuseActivations: Rewrite;
//# sourceMappingURL=fuse-activations.d.ts.map