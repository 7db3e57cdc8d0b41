import type { Call } from '../../graph/kernels.js';
import { type Program } from '../../runtime/machine.js';
import { type Arena } from './arena.js';
import { type Layout } from './layout.js';
import type { PackedWeights } from './weights.js';
/** A program whose addresses are relative to the regions of its memory. */
export interface Plan {
    /** The values that go in and out; not the layout, whose steps hold weights. */
    readonly inputs: Layout['inputs'];
    readonly ends: Layout['ends'];
    readonly arena: Arena;
    readonly calls: readonly Call[];
    /** The keys of nodes, and how many calls each has; copies between layouts are their reader's. */
    readonly parts: readonly Part[];
    readonly tables: Int32Array;
    /** In bytes, of the zeros that all operations share. */
    readonly zeros: number;
    /** In bytes. */
    readonly scratch: number;
    /** By the keys of nodes. */
    readonly kernels: ReadonlyMap<string, string>;
}
/** The calls of a node, after those of the one before. */
export interface Part {
    readonly key: string;
    readonly calls: number;
}
/** Writes the calls of a layout, and packs the weights that are not there yet. */
export declare const planOf: (layout: Layout, weights: PackedWeights, exact: boolean) => Plan;
/**
 * The program of a plan behind weights of so many bytes, in a memory of
 * [weights | tables | records | arena | zeros | scratch]. A machine fills all behind the records
 * with zeros.
 */
export declare const programOf: ({ inputs, ends, arena, calls, tables, zeros, scratch }: Plan, weights: number) => Program;
//# sourceMappingURL=plan.d.ts.map