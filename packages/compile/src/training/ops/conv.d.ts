import type { Weight } from '../contract.js';
import type { BackwardPlace, TrainingOp } from '../graph/op.js';
import { type Limits } from '../graph/op.js';
import { type Geometry, type Window } from './windows/geometry.js';
/**
 * A convolution of images or sequences and its bias: [height, width, channels] to [newHeight,
 * newWidth, filters]. The kernel is [height, width, channels, filters].
 */
export declare const conv: (kernel: Weight, bias: Weight | null, window: Window, limits?: Limits) => TrainingOp;
/** What a convolution or a product has, and the limits of its results. */
export interface Limited {
    readonly kernel: Weight;
    readonly bias: Weight | null;
    readonly limits: Limits;
}
/** The gradients of a convolution or a product. */
export declare const gradients: (place: BackwardPlace, geo: Geometry, { kernel, bias, limits }: Limited) => string;
//# sourceMappingURL=conv.d.ts.map