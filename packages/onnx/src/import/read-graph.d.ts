import { type OnnxModel } from '../model/types.js';
import type { Layer } from './layer.js';
import type { Note, Port } from './report.js';
/** A graph as layers, with the layers at its ends. */
export interface Read {
    readonly inputs: readonly Layer[];
    readonly outputs: readonly Layer[];
    readonly ports: {
        readonly inputs: readonly Port[];
        readonly outputs: readonly Port[];
    };
    readonly notes: readonly Note[];
}
/**
 * The layers that compute a graph.
 * @throws Error that names the node, its operator and the reason
 */
export declare const readGraph: ({ graph, opset }: OnnxModel) => Read;
//# sourceMappingURL=read-graph.d.ts.map