import type { Rewrite } from './rewrite.js';
export declare const onePixel: Rewrite;
//# sourceMappingURL=one-pixel.d.ts.map