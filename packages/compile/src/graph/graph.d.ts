import type { PlannedInput, Sizes } from '@layersmith/core';
import type { Op } from './op.js';
/** An operation in the graph. Its key names its value: the output of the position at this path. */
export interface Node {
    readonly key: string;
    readonly op: Op;
    /** The keys of what it reads. */
    readonly inputs: readonly string[];
    /** The keys of the masks of its inputs; null for an input that has none. */
    readonly masks: readonly (string | null)[];
    /** The sizes of its value, without the batch. */
    readonly shape: Sizes;
    /** The paths of the positions that it computes. */
    readonly of: readonly string[];
}
/** A value that leaves the graph. */
export interface End {
    /** null for the only output of a net without names. */
    readonly name: string | null;
    readonly from: string;
}
export interface Ends {
    readonly outputs: readonly End[];
    readonly taps: readonly End[];
}
/**
 * Nodes. At first, and after `sort`, each comes after the nodes that it reads. A value that another
 * node reads never changes, so every output and tap keeps its value.
 */
export declare class Graph {
    #private;
    readonly inputs: readonly PlannedInput[];
    constructor(inputs: readonly PlannedInput[], nodes: readonly Node[], { outputs, taps }: Ends);
    get nodes(): readonly Node[];
    get outputs(): readonly End[];
    get taps(): readonly End[];
    node(key: string): Node | undefined;
    /** The sizes of a value, without the batch. */
    shapeOf(key: string): Sizes;
    /** The nodes that read a value. */
    readers(key: string): readonly Node[];
    isReadOnce(key: string): boolean;
    /** Who reads a value besides one of its readers, in words. */
    otherReaders(key: string, reader: string): string;
    /** Orders the nodes so that each comes after those that it reads. */
    sort(): void;
    /** Adds a node, or replaces the one with the same key, in the same place. */
    set(node: Node): void;
    /** Removes a node whose value is not read. */
    remove(key: string): void;
    /** Makes all readers of a value read another one that is equal. */
    replace(key: string, by: string): void;
}
/** The keys of all values that a node reads. */
export declare const readsOf: ({ inputs, masks }: Node) => readonly string[];
/** The nodes that some ends depend on, in their order. */
export declare const nodesOf: (graph: Graph, ends: readonly End[]) => readonly Node[];
//# sourceMappingURL=graph.d.ts.map