import type { Sizes } from '@layersmith/core';
import type { Address, Call, View } from './kernels.js';
/** The sizes of a value of one example, where all are known. */
export type Shape = readonly number[];
/** Rows of zeros around an image: [[top, bottom], [left, right]]. */
export type Margins = readonly [readonly [number, number], readonly [number, number]];
/** How an input must lie in memory. */
export interface Want {
    /** Zeros around the image, at least this many. */
    readonly margins?: Margins;
    /** Lanes after the channels, up to a multiple of 8, for kernels that compute four at once. */
    readonly lanes?: boolean;
    /** Nothing around its pixels, and nothing but lanes between them. */
    readonly close?: boolean;
    /** Nothing between its numbers, not even lanes. */
    readonly bare?: boolean;
}
/** The part of a program to which an operation writes its calls. */
export interface Place {
    readonly inputs: readonly View[];
    readonly output: View;
    /** How many axes the output has. */
    readonly rank: number;
    /** Whether only kernels whose errors are those of plain sums may be used. */
    readonly exact: boolean;
    call(call: Call): void;
    /** The address of numbers that `make` packs, once per key and form. */
    weights(key: object, form: string, make: () => Float32Array): Address;
    /** The address of integers. */
    table(numbers: Int32Array): Address;
    /** Zeros that nobody writes. */
    zeros(elements: number): Address;
    /** Memory for as long as this operation runs. */
    scratch(elements: number): Address;
}
/** How an operation runs in a wasm program. */
export interface WasmForm {
    /** Why it cannot compute values of these sizes; null if it can. */
    readonly refuses?: (inputs: readonly Sizes[], output: Sizes) => string | null;
    /** Its output's sizes, where they are known only at run time; by default its input's. */
    readonly shape?: (inputs: readonly Shape[]) => Shape;
    /** What it needs of each input, by default lanes; `exact` is that of its place. */
    readonly wants?: (inputs: readonly Shape[], exact: boolean) => readonly Want[];
    /** Writes its calls, which fill the output, lanes included; returns the name of the kernel. */
    readonly write: (place: Place) => string;
}
/** Channels with their lanes. */
export declare const lanesOf: (channels: number) => number;
/** A value as an image: a vector is a pixel, a sequence a row, and further axes are more rows. */
export declare const gridOf: (shape: Shape) => {
    rows: number;
    columns: number;
    channels: number;
};
//# sourceMappingURL=wasm.d.ts.map