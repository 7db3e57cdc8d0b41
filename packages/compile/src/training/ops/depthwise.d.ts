import type { Weight } from '../contract.js';
import { type TrainingOp } from '../graph/op.js';
import { type Window } from './windows/geometry.js';
/**
 * Filters of single channels and their bias: [height, width, channels] to [newHeight, newWidth,
 * channels · filters of each]. The kernel is [height, width, channels, filters of each].
 */
export declare const depthwise: (kernel: Weight, bias: Weight | null, window: Window) => TrainingOp;
//# sourceMappingURL=depthwise.d.ts.map