import { type Drawn, type TrainingOp } from '../graph/op.js';
import type { Shape } from '../contract.js';
/** What a dropout draws: the numbers of a mask of this shape, each 0 or 1 / (1 - rate). */
export type Draw = Drawn['fill'];
/**
 * Values times a mask (Srivastava et al. 2014) that is drawn anew for every batch; nothing in
 * inference.
 * @param mask the sizes of a mask, without the batch: those of the value, or 1 where its numbers
 *   share their fate
 */
export declare const dropout: (instance: string, name: string, shape: Shape, mask: Shape, fill: Draw) => TrainingOp;
//# sourceMappingURL=dropout.d.ts.map