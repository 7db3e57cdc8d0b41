import type { Kind, Sizes } from '@layersmith/core';
import type { NewAttribute } from '../model/write.js';
import type { Graph } from './graph.js';
import { type Layout, Value } from './value.js';
/** A weight of a layer. */
export interface Weight {
    /** `conv1/kernel` */
    readonly name: string;
    readonly shape: readonly number[];
    readonly values: () => Promise<Float32Array<ArrayBuffer>>;
}
/** Something that the model does differently from the net. */
export interface ExportNote {
    /** The path of the layer. */
    readonly path: string;
    readonly text: string;
}
/** Something that ONNX cannot express, and what to do about it. */
export declare class Refused extends Error {
}
export declare const refuse: (what: string, fix: string) => never;
type Attributes = Readonly<Record<string, NewAttribute>>;
/** One use of a layer with the config C. */
export interface Use<C = unknown> {
    readonly graph: Graph;
    readonly path: string;
    readonly config: C;
    readonly inputs: readonly Value[];
    /** The sizes of its output, in our order. */
    readonly shape: Sizes;
    /** The weights of the layer, in the order of TensorFlow.js. */
    readonly weights: readonly Weight[];
    /** Says in the report what becomes of the layer. */
    readonly note: (text: string) => void;
    /** Writes another kind in the same way, for layers around layers. */
    readonly apply: (kind: Kind, use: Use) => Value;
}
/** How a kind is written. */
export type Exporter<C = never> = (use: Use<C>) => Value;
/** The only input. */
export declare const inputOf: ({ inputs, path }: Use) => Value;
/** A node for this use. */
export declare const node: ({ graph, path }: Use, operator: string, inputs: readonly string[], attributes?: Attributes) => string;
/** The output of the use, from a tensor in a layout. */
export declare const made: ({ graph, path, shape }: Use, layout: Layout, name: string) => Value;
/** The weight with this name; undefined if the layer has none. */
export declare const maybeWeight: ({ weights }: Use, name: string) => Weight | undefined;
export declare const weight: (use: Use, name: string) => Weight;
/**
 * A layer that computes elementwise, or along the channels. It keeps the layout, and if its input
 * was flattened, it is applied before the flatten.
 * @param compute makes a tensor from another, whose channels are along the axis
 */
export declare const pointwise: (use: Use, compute: (x: string, axis: number) => string, isEachAlone?: boolean) => Value;
export {};
//# sourceMappingURL=use.d.ts.map