import { type Affine } from '../graph/affine.js';
import type { Op } from '../graph/op.js';
/** A map of each channel: […, channels] to the same shape. */
export declare const scale: (map: Affine) => Op;
//# sourceMappingURL=scale.d.ts.map