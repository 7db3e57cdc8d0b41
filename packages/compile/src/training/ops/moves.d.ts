import { type TrainingOp } from '../graph/op.js';
/** The numbers of each example in their order, in another shape. */
export declare const view: TrainingOp;
/** Rows and columns around an image: [[top, bottom], [left, right]]. */
export type Margins = readonly [readonly [number, number], readonly [number, number]];
/** Zeros around an image. */
export declare const pad: (margins: Margins) => TrainingOp;
/** An image without its margins. */
export declare const crop: (margins: Margins) => TrainingOp;
//# sourceMappingURL=moves.d.ts.map