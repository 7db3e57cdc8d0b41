import type { Weight } from '../contract.js';
import { type TrainingOp } from '../graph/op.js';
import { type Window } from './windows/geometry.js';
/**
 * A convolution in groups: each group of filters over its own part of the channels. The kernel is
 * [height, width, channels of a group, filters].
 */
export declare const grouped: (kernel: Weight, bias: Weight | null, window: Window, groups: number) => TrainingOp;
//# sourceMappingURL=grouped.d.ts.map