import { type Op } from '../graph/op.js';
import type { Depthwise } from './parameters.js';
/**
 * A depthwise convolution with bias and activation: [height, width, channels] to [newHeight,
 * newWidth, channels · filters per channel].
 */
export declare const depthwise: (conv: Depthwise) => Op;
//# sourceMappingURL=depthwise.d.ts.map