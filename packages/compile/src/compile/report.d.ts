import type { EngineName } from '../engines/all.js';
import type { Graph } from '../graph/graph.js';
import type { Done, Left } from '../rewrites/rewrite.js';
/** An operation of a compiled program. */
export interface CompiledOp {
    /** What it computes: 'convolution'. */
    readonly op: string;
    /**
     * What computes it, where the engine has a choice: 'winograd 4x4'. Where a net leaves sizes open,
     * it is known from the first run on, and may be several: 'direct or winograd 4x4'.
     */
    readonly kernel?: string;
    /** Milliseconds that it took for the batch of the last `run.profile`; missing before. */
    readonly milliseconds?: number;
    /** All positions that it computes, in order. */
    readonly of: readonly string[];
    /** The bytes of its weights; those that several positions share count at each. */
    readonly bytes: number;
}
/** What compiling did, as plain data. */
export interface Report {
    readonly engine: EngineName | 'onnxruntime';
    /** Why that engine. */
    readonly why: string;
    /** What runs, in this order, as far as it is known yet. */
    readonly ops: readonly CompiledOp[];
    /** What was done: `path` was merged into the operation of `into`. */
    readonly done: readonly Done[];
    /** What could not be done between two neighbors, and why. */
    readonly left: readonly Left[];
}
interface Made extends Pick<Report, 'engine' | 'why' | 'done' | 'left'> {
    /** By the keys of nodes. */
    readonly kernels: ReadonlyMap<string, string>;
    readonly times: ReadonlyMap<string, number>;
}
export declare const reportOf: (graph: Graph, { engine, why, kernels, times, done, left }: Made) => Report;
export {};
//# sourceMappingURL=report.d.ts.map