import type { Sizes } from '@layersmith/core';
import type { Graph } from '../graph/graph.js';
import type { Op, Why } from '../graph/op.js';
/** What a rewrite does with a node. */
export type Step = 
/** One operation for the node and the one before it, whose value may have no other reader. */
{
    readonly does: 'merge';
    readonly op: Op;
}
/** The node first, then another operation; the value between may have no other reader. */
 | {
    readonly does: 'swap';
    readonly then: Op;
}
/** Another operation in place of the node. */
 | {
    readonly does: 'become';
    readonly op: Op;
}
/** No operation: readers of the node read its input. */
 | {
    readonly does: 'drop';
};
/** A node and one of its inputs, and what a rewrite may ask about them. */
export interface Place {
    readonly op: Op;
    /** The operation that gives the input; null for an input of the net. */
    readonly before: Op | null;
    /** The sizes of the input, and of the value. */
    readonly input: Sizes;
    readonly output: Sizes;
    /** The operations that read the value. */
    readonly readers: () => readonly Op[];
}
export interface Rewrite {
    /** The report's word for it: 'folded'. */
    readonly name: string;
    /** What to do at a place, why it cannot be done, or null if there is nothing to do. */
    readonly at: (place: Place) => Step | Why | null;
}
/** Something that was done: `path` was merged into `into`. */
export interface Done {
    readonly rewrite: string;
    readonly path: string;
    /** The position itself, if it only became another operation. */
    readonly into: string;
}
/** Something that could not be done between two positions. */
export interface Left {
    readonly rewrite: string;
    readonly between: readonly [string, string];
    readonly why: string;
}
/** Rewrites a graph until nothing is left to do; returns what was done, and why no more. */
export declare const rewriteAll: (graph: Graph, rewrites: readonly Rewrite[]) => {
    readonly done: readonly Done[];
    readonly left: readonly Left[];
};
//# sourceMappingURL=rewrite.d.ts.map