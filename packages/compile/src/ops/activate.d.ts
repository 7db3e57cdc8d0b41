import type { Activation } from '../graph/activation.js';
import type { Op } from '../graph/op.js';
/** An activation as an operation; the linear one does nothing. */
export declare const activate: (activation: Activation | null) => Op;
//# sourceMappingURL=activate.d.ts.map