import type { LossHead, Mode, StepOp, Update, Weight } from '../contract.js';
import type { Graph } from '../graph/op.js';
import { type Address, type Call } from '../program/record.js';
import { type DrawnValue } from './forward.js';
/** A net with what a trainer adds to it. */
export interface Net {
    readonly graph: Graph;
    readonly weights: readonly Weight[];
    /** The elements of all trained weights, with what fills them up. */
    readonly elements: number;
    readonly heads: readonly LossHead[];
    readonly update: Update;
}
/** Numbers in the arena, an offset in bytes. */
export interface Slot {
    readonly bytes: number;
    readonly elements: number;
}
/** A run of calls. */
export interface Part {
    readonly first: number;
    readonly count: number;
}
export interface Planned {
    readonly calls: readonly Call[];
    readonly tables: Int32Array<ArrayBuffer>;
    /** In bytes. */
    readonly arena: number;
    readonly scratch: number;
    readonly compute: Part;
    readonly updates: ReadonlyMap<string, Part>;
    readonly inputs: readonly Slot[];
    readonly targets: readonly Slot[];
    readonly outputs: readonly Slot[];
    readonly drawn: readonly (Slot & Pick<DrawnValue, 'drawn'>)[];
    readonly images: number;
    readonly mode: Mode;
    readonly ops: readonly StepOp[];
}
/** Where the results of each head begin: those of the update come first. */
export declare const resultsOf: ({ heads, update }: Pick<Net, 'heads' | 'update'>) => readonly Address[];
export declare const planOf: (net: Net, images: number, mode: Mode) => Planned;
//# sourceMappingURL=plan.d.ts.map