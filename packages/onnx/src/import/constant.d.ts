import type { Numbers, Tensor } from '../model/types.js';
export interface Constant extends Tensor {
    readonly is: 'constant';
    /** Its name in the file, if it is a weight; null for numbers in the graph. */
    readonly parameter: string | null;
}
export declare const constantOf: (tensor: Tensor, parameter: string | null) => Constant;
export declare const countOf: (dims: readonly number[]) => number;
/** A constant with other sizes and numbers. */
export declare const made: (from: Pick<Constant, 'type' | 'parameter'>, dims: readonly number[], numbers: Numbers) => Constant;
/** A list of integers, such as a shape. */
export declare const integers: (numbers: readonly number[]) => Constant;
/** How far apart neighbors on each axis are. */
export declare const stridesOf: (dims: readonly number[]) => readonly number[];
/** Memory for this many numbers made from a constant. */
export declare const room: (from: Pick<Constant, 'type' | 'numbers'>, count: number) => Numbers;
/** The numbers at a start and at steps from there, row by row. */
export declare const strided: (from: Constant, dims: readonly number[], strides: readonly number[], start?: number) => Constant;
export declare const transposed: (from: Constant, order: readonly number[]) => Constant;
/** The sizes that both are broadcast to; null if they do not fit. */
export declare const broadcast: (a: readonly number[], b: readonly number[]) => readonly number[] | null;
/** A constant broadcast to sizes that it fits. */
export declare const stretched: (from: Constant, dims: readonly number[]) => Constant;
export declare const mapped: (from: Constant, f: (n: number) => number) => Constant;
/** Combines two, element by element; null if their sizes do not fit. */
export declare const zipped: (a: Constant, b: Constant, f: (m: number, n: number) => number) => Constant | null;
//# sourceMappingURL=constant.d.ts.map