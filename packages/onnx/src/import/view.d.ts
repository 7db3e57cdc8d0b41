import type { Layer } from './layer.js';
/** A part of an axis, compared by identity; its size is never 1, and null if any size fits. */
export interface Atom {
    readonly size: number | null;
}
/** The atoms of an axis, the slowest first; none for a size of 1. */
export type Group = readonly Atom[];
export interface View {
    readonly memory: readonly Group[];
    readonly axes: readonly Group[];
}
/** The result of a node that depends on the inputs. */
export interface Value extends View {
    readonly is: 'value';
    readonly layer: Layer;
    /** Whether it has several readers, so that its layer must stay as it is. */
    readonly isShared: boolean;
    /** Whether none of its numbers is negative. */
    readonly isPositive: boolean;
    /** The same value in another order, from a layer of its own. */
    readonly twin: Value | null;
}
export declare const axisOf: (size: number | null) => Group;
export declare const sizeOf: (group: Group) => number | null;
export declare const sizesOf: (groups: readonly Group[]) => readonly (number | null)[];
export declare const isSame: (a: Group, b: Group) => boolean;
export declare const areSame: (a: readonly Group[], b: readonly Group[]) => boolean;
/** Whether both have the same atoms, in any order. */
export declare const isPermuted: (a: Group, b: Group) => boolean;
/** A view with an atom replaced by its parts. */
export declare const split: ({ memory, axes }: View, atom: Atom, parts: Group) => View;
/** The view with axes of these sizes, in the same order; null if atoms would have to be cut. */
export declare const regrouped: (view: View, sizes: readonly number[]) => View | null;
/** For each index in a group, its index in another order of the same atoms. */
export declare const indicesOf: (memory: Group, axis: Group) => Int32Array;
/** A layer that changes the order of a value. */
export type Move = {
    readonly is: 'reshape';
    readonly to: readonly Group[];
} | {
    readonly is: 'permute';
    readonly to: readonly Group[];
    readonly dims: readonly number[];
};
/** The fewest layers that bring groups in memory into the order of others. */
export declare const movesTo: (memory: readonly Group[], target: readonly Group[]) => readonly Move[];
//# sourceMappingURL=view.d.ts.map