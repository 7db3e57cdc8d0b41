import { type End, type Graph } from '../../graph/graph.js';
import { type View } from '../../graph/kernels.js';
import { type Margins, type Place, type Shape } from '../../graph/wasm.js';
/** A value with its place: where it begins is decided later. */
export interface Value {
    readonly shape: Shape;
    /** Elements of a pixel with its lanes. */
    readonly pixel: number;
    readonly margins: Margins;
}
/** Something to compute, of values. */
export interface Step {
    /** The key of its node; null for a copy between two layouts. */
    readonly key: string | null;
    readonly write: (place: Place) => string;
    readonly inputs: readonly Value[];
    readonly output: Value;
}
/** The steps of a program, what it is given and what it gives. */
export interface Layout {
    readonly inputs: readonly Value[];
    readonly steps: readonly Step[];
    /** Their numbers lie one after another. */
    readonly ends: readonly Value[];
}
/** Lays out the values that ends depend on, for inputs of these sizes. */
export declare const layoutOf: (graph: Graph, ends: readonly End[], sizes: readonly Shape[], exact: boolean) => Layout;
/** The elements of a value with its margins. */
export declare const elementsOf: ({ shape, pixel, margins: [rows, columns] }: Value) => number;
/** A value that begins at an address of the arena. */
export declare const viewOf: ({ shape, pixel, margins: [rows, columns] }: Value, bytes: number) => View;
//# sourceMappingURL=layout.d.ts.map