import { type Affine } from '../graph/affine.js';
import type { Constant } from '../graph/op.js';
/** Weights with the n output channels last: each channel has every n-th of them. */
export interface Weights {
    readonly kernel: Constant;
    /** null for none. */
    readonly bias: Constant | null;
}
/**
 * Weights that compute the mapped outputs: (w · x + b - c) · f + o = (w · f) · x + (b - c) · f + o,
 * in each channel.
 */
export declare const mappedAfter: ({ kernel, bias }: Weights, map: Affine) => Weights;
/**
 * Weights that compute the same outputs without the map before them: Σ w · (f · x + s) + b =
 * Σ (w · f) · x + (b + Σ w · s), where the map applies to every number that is read.
 * @param channelOf the channel that a weight is multiplied by
 */
export declare const mappedBefore: ({ kernel, bias }: Weights, outputs: number, map: Affine, channelOf: (index: number) => number) => Weights;
//# sourceMappingURL=weights.d.ts.map