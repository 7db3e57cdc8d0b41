import type { LossHead } from '../contract.js';
import type { Address } from '../program/record.js';
import { type Graph } from '../graph/op.js';
import { type Forward } from './forward.js';
import { type Timeline, Value } from './timeline.js';
/** The losses of a net: one for each output. */
export interface Losses {
    readonly heads: readonly LossHead[];
    readonly targets: readonly Value[];
    readonly results: readonly Address[];
}
export interface Pass {
    readonly graph: Graph;
    readonly forward: Forward;
    readonly timeline: Timeline;
    readonly images: number;
}
/** Writes the losses, and in training what follows from them; gives the names of kernels. */
export declare const backwardPass: (pass: Pass, losses: Losses, training: boolean) => ReadonlyMap<string, string>;
//# sourceMappingURL=backward.d.ts.map