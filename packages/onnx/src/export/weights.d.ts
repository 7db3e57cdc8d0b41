import type { Graph } from './graph.js';
import type { Weight } from './use.js';
type Numbers = Float32Array<ArrayBuffer>;
/** The numbers of a tensor with its axes in another order. */
export declare const transposed: (values: Numbers, shape: readonly number[], order: readonly number[]) => Numbers;
/** A weight as it is, reshaped if it needs more axes. */
export declare const asIs: (graph: Graph, weight: Weight, dims?: readonly number[]) => string;
/** A weight that is reshaped, then transposed. */
export declare const reordered: (graph: Graph, weight: Weight, seen: readonly number[], order: readonly number[], dims?: readonly number[]) => string;
/** Numbers computed from weights. */
export declare const computed: (graph: Graph, name: string, dims: readonly number[], from: readonly Weight[], compute: (...values: readonly Numbers[]) => Numbers) => string;
export {};
//# sourceMappingURL=weights.d.ts.map