import type { Sizes } from '@layersmith/core';
import type { Margins, Op } from '../graph/op.js';
/** Its input as it is: dropout and noise in inference, and the linear activation. */
export declare const identity: Op;
/**
 * The numbers of each example in the same order, in another shape. One of its sizes may be known
 * only at run time.
 */
export declare const reshape: (shape: Sizes) => Op;
/** Zeros around an image. */
export declare const pad: (margins: Margins) => Op;
//# sourceMappingURL=moves.d.ts.map