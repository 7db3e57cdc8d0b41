import type { Sizes } from '@layersmith/core';
import type { Graph } from './graph.js';
export type Layout = 'first' | 'last';
/** The reverse. */
export declare const lastOrder: (rank: number) => readonly number[];
export declare class Value {
    #private;
    /** Our sizes: without the batch, channels last. */
    readonly shape: Sizes;
    /** The value before the flatten, for a dense layer, which can read it in another order. */
    readonly flattened: Value | null;
    constructor(graph: Graph, at: string, shape: Sizes, made: {
        readonly [L in Layout]?: string;
    }, flattened?: Value | null);
    /** The number of axes, with the batch. */
    get rank(): number;
    /** The layout that exists already; channels first if both do. */
    get layout(): Layout;
    /** Whether both layouts are the same, since there are only channels. */
    get isFlat(): boolean;
    /** The name of the tensor in a layout. */
    in(layout: Layout): string;
    /** The axis of the tensor for one of our sizes. */
    axis(place: number, layout: Layout): number;
    /** Reorders sizes from our order to that of a layout. */
    ordered<T>(sizes: readonly T[], layout: Layout): readonly T[];
}
//# sourceMappingURL=value.d.ts.map