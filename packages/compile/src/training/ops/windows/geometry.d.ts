import type { Shape } from '../../contract.js';
export type Pair = readonly [number, number];
/** A window, as a kind's config has it. */
export interface Window {
    readonly size: Pair;
    readonly stride: Pair;
    readonly dilation: Pair;
    readonly padding: 'same' | 'valid';
}
/** The sizes of a convolution or a pool of a batch. */
export interface Geometry {
    readonly images: number;
    readonly height: number;
    readonly width: number;
    readonly channels: number;
    readonly outHeight: number;
    readonly outWidth: number;
    readonly filters: number;
    readonly size: Pair;
    readonly stride: Pair;
    readonly dilation: Pair;
    readonly top: number;
    readonly left: number;
}
export declare const geometryOf: (images: number, input: Shape, output: Shape, window: Window) => Geometry;
/** A product of each pixel with a matrix, as a convolution of a point. */
export declare const pointsOf: (pixels: number, channels: number, filters: number) => Geometry;
/** Whether it is only a product of each pixel. */
export declare const isPoint: ({ size, stride, top, left }: Geometry) => boolean;
/** Whether it moves by single pixels and has no gaps. */
export declare const isPlain: ({ stride, dilation }: Geometry) => boolean;
/** The arguments of kernels, in the order in which many of them take them. */
export declare const sizesOf: (geo: Geometry) => readonly number[];
//# sourceMappingURL=geometry.d.ts.map