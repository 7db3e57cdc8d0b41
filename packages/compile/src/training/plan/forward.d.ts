import type { Mode, StepOp } from '../contract.js';
import { type Drawn, type Graph, type Node, type OpPlace } from '../graph/op.js';
import { type Timeline, Value, type Writer } from './timeline.js';
/** A node with the values of a pass; a view has the value of what it looks at. */
export interface Placed {
    readonly node: Node;
    readonly inputs: readonly Value[];
    readonly output: Value;
    readonly kept: readonly Value[];
    readonly isView: boolean;
}
/** What is drawn before a run, and where it goes. */
export interface DrawnValue {
    readonly drawn: Drawn;
    readonly value: Value;
}
export interface Forward {
    readonly placed: readonly Placed[];
    readonly values: ReadonlyMap<string, Value>;
    readonly inputs: readonly Value[];
    readonly drawn: readonly DrawnValue[];
    /** Names of kernels by the keys of nodes, once the events are written. */
    readonly kernels: Map<string, string>;
}
export declare const forwardPass: ({ inputs, nodes }: Graph, timeline: Timeline, images: number, mode: Mode) => Forward;
/** The place of a node's calls. */
export declare const placeOf: ({ node, inputs, output, kept }: Placed, images: number, writer: Writer) => OpPlace;
/** The operations that run, for the report. */
export declare const opsOf: (placed: readonly Placed[], forward: ReadonlyMap<string, string>, backward: ReadonlyMap<string, string>) => readonly StepOp[];
//# sourceMappingURL=forward.d.ts.map