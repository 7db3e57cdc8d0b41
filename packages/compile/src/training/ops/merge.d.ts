import type { Shape } from '../contract.js';
import { type Word } from '../program/record.js';
import { type Given, type TrainingOp } from '../graph/op.js';
/** The kinds of assembly/training/kernels/elementwise.ts. */
declare const MERGES: readonly ['multiply', 'add', 'maximum', 'minimum'];
export type Merge = (typeof MERGES)[number];
export declare const imageOf: (shape: Shape) => readonly [number, number, number];
/** A value and its steps: from an image, a row, a pixel and a number to the next. */
export declare const spreadOf: ({ address, shape }: Given) => readonly Word[];
/** Two values; a chain of them merges more. */
export declare const merge: (name: Merge) => TrainingOp;
/** Each number times another one. */
export declare const times: (factor: number) => TrainingOp;
export {};
//# sourceMappingURL=merge.d.ts.map