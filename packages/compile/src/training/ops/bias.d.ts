import type { Address } from '../program/record.js';
import type { OpPlace } from '../graph/op.js';
type Writer = Pick<OpPlace, 'call' | 'scratch'>;
/** As in assembly/matrices/columns.ts of @layersmith/wasm-kernels: elements of a line. */
export declare const periodOf: (columns: number) => number;
/** Lines of a tensor, and the parts that have sums of their own. */
export declare const linesOf: (elements: number, columns: number) => number;
export declare const partsOf: (elements: number, columns: number) => number;
/** Elements of the sums of all parts. */
export declare const totalsOf: (elements: number, columns: number) => number;
/** sums ← Σ x over `elements / channels` pixels. */
export declare const channelSums: (place: Writer, x: Address, elements: number, channels: number, sums: Address) => void;
/** y ← x + bias for each pixel. */
export declare const addBias: (place: Writer, [x, bias, y]: readonly [Address, Address, Address], elements: number, channels: number) => void;
export {};
//# sourceMappingURL=bias.d.ts.map