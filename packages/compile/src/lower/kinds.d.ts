import type { Kind } from '@layersmith/core';
import { type Lowering } from './lowering.js';
export declare const KINDS: {
    readonly [K in Kind]: Lowering;
};
//# sourceMappingURL=kinds.d.ts.map