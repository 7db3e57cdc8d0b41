import { type Limits } from '../../graph/kernels.js';
import type { Weights } from '../weights.js';
/** What of a kernel is packed: so many rows, of columns from the first one on. */
interface Part {
    readonly rows: number;
    readonly first: number;
    readonly columns: number;
    /** Columns that are written, with those behind the last. */
    readonly room?: number;
}
/**
 * Rows of weights with as many columns as there are outputs, in panels of 8 columns: the biases,
 * the weights of each row, and the limits, 4 times each. Columns behind the last are zeros, as many
 * as there is room for.
 * @param rowOf where in the kernel the row begins
 */
export declare const panels: ({ kernel, bias }: Weights, { rows, first, columns, room }: Part, { least, most }: Limits, rowOf: (row: number) => number) => Float32Array;
/** Rows of channels with their lanes, each row `channels` numbers of the list. */
export declare const laned: (rows: readonly ArrayLike<number>[], channels: number, lanes?: number) => Float32Array;
export {};
//# sourceMappingURL=panels.d.ts.map