/** A place in the memory of a program: an offset in bytes from the start of a region. */
export interface Address {
    readonly region: 'weights' | 'tables' | 'arena' | 'zeros' | 'scratch';
    readonly bytes: number;
}
/** An image in memory: [rows, columns, channels], with strides in elements. */
export interface View {
    readonly address: Address;
    readonly rows: number;
    readonly columns: number;
    readonly channels: number;
    /** From one row to the next, and from one pixel to the next. */
    readonly row: number;
    readonly pixel: number;
}
/** The address that many elements after another one. */
export declare const behind: ({ region, bytes }: Address, elements: number) => Address;
/** A single-precision float; plain numbers are integers. */
interface Float {
    readonly float: number;
}
/** A word of a record. */
export type Word = number | Float | Address;
/** The range that results are clipped to. */
export interface Limits {
    readonly least: number;
    readonly most: number;
}
export declare const NO_LIMITS: Limits;
/** A record before its addresses are known. */
export type Call = readonly Word[];
/** Copies numbers; `xStep` and `yStep` lead from one channel to the next. */
export declare const copy: (x: View, y: View, { xStep, yStep, zeros }?: {
    xStep?: number;
    yStep?: number;
    zeros?: number;
}) => Call;
/** A product of each pixel with a packed matrix of `k` rows; `y.channels` is a multiple of 8. */
export declare const gemm: (x: View, k: number, panels: Address, y: View) => Call;
/** What a convolution needs besides its values. */
export interface Direct {
    readonly panels: Address;
    readonly offsets: Address;
    readonly scratch: Address;
    readonly k: number;
    readonly bandRows: number;
    readonly stride: readonly [number, number];
    /** The rows of the image that an output row reads. */
    readonly reach: number;
    readonly phases: number;
    readonly line: number;
    readonly top: number;
    readonly left: number;
}
export declare const convolve: (x: View, y: View, direct: Direct) => Call;
/** Depthwise filters; x begins at the first number that they read. */
export declare const filters: (x: View, weights: Address, y: View, [height, width]: readonly [number, number], stride: readonly [number, number], dilation: readonly [number, number], { least, most }: Limits) => Call;
/** The maximum or mean of each window, over the part of it that is inside the image. */
export declare const pool: (kind: 'max' | 'average', x: View, y: View, size: readonly [number, number], stride: readonly [number, number], [top, left]: readonly [number, number]) => Call;
/** The maximum or mean of each channel. */
export declare const poolAll: (kind: 'max' | 'average', x: View, y: View) => Call;
/** A function of each number: one of ops/wasm/activations.ts with its two parameters. */
export declare const activate: (kind: number, x: View, y: View, [a, b]: readonly [number, number]) => Call;
export declare const softmax: (x: View, y: View) => Call;
declare const COMBINATIONS: readonly ['add', 'multiply', 'maximum', 'minimum'];
export type Combination = (typeof COMBINATIONS)[number];
/** Two values, element by element; a size of 1 is broadcast. */
export declare const combine: (kind: Combination, a: View, b: View, y: View, { least, most }?: Limits) => Call;
/** A map of each channel, from a table of centers, factors and offsets. */
export declare const scale: (x: View, table: Address, y: View) => Call;
/** An image enlarged by integer factors, with linear interpolation. */
export declare const enlarge: (x: View, y: View, [tall, wide]: readonly [number, number]) => Call;
/** Normalizes groups of `size` channels: of each pixel, or of all together. */
export declare const normalize: (x: View, table: Address, y: View, { size, together, epsilon }: {
    size: number;
    together: boolean;
    epsilon: number;
}) => Call;
/** What a tiled convolution needs besides its values. */
export interface Tiled {
    /** The edge of a tile. */
    readonly tile: 2 | 4;
    readonly filter: Address;
    readonly bias: Address;
    readonly scratch: Address;
    readonly blockTiles: number;
    readonly top: number;
    readonly left: number;
}
/** A 3x3 convolution by Winograd's minimal filtering; x has lanes. */
export declare const winograd: (x: View, y: View, { tile, filter, bias, scratch, blockTiles, top, left }: Tiled, { least, most }: Limits) => Call;
/** Depthwise 3x3 filters; `zeros` is a row of zeros as long as one of the image. */
export declare const depthwise: (x: View, weights: Address, y: View, { stride, top, left, zeros }: {
    stride: number;
    top: number;
    left: number;
    zeros: Address;
}, { least, most }: Limits) => Call;
export {};
//# sourceMappingURL=kernels.d.ts.map