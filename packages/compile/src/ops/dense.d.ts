import { type Op } from '../graph/op.js';
import type { Dense } from './parameters.js';
/** A matrix product with bias and activation: […, inputs] to […, units]. */
export declare const dense: (given: Dense) => Op;
//# sourceMappingURL=dense.d.ts.map