import type { LossHead, Shape } from '../contract.js';
import { type Loss } from './kinds.js';
/** The loss of an output, which counts `weight` times in the whole. */
export declare const headOf: (loss: Loss, weight: number) => LossHead;
/** The sizes of a target: of a class, its number. */
export declare const targetOf: (loss: Loss, output: Shape) => Shape;
//# sourceMappingURL=head.d.ts.map