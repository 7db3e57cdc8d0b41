import type { Op } from '../graph/op.js';
import type { PoolKind } from './parameters.js';
import { type Window } from './window.js';
/** The maximum or mean of each window. */
export declare const pooling: (kind: PoolKind, window: Window) => Op;
/** The maximum or mean of each channel, over all axes but the batch and the last. */
export declare const globalPooling: (kind: PoolKind, keepsAxes: boolean) => Op;
//# sourceMappingURL=pooling.d.ts.map