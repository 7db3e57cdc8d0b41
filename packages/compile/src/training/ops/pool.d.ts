import { type TrainingOp } from '../graph/op.js';
import { type Window } from './windows/geometry.js';
export type PoolKind = 'max' | 'average';
/** Largest numbers of windows, or their means over the part of each that is in the image. */
export declare const pool: (kind: PoolKind, window: Window) => TrainingOp;
/** The largest number or the mean of each channel of an image or a sequence. */
export declare const globalPool: (kind: PoolKind) => TrainingOp;
//# sourceMappingURL=pool.d.ts.map