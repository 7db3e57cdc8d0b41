import type * as tf from '@tensorflow/tfjs';
import { type Plan } from '@layersmith/core';
import type { NewPort } from '../model/write.js';
import { Graph } from './graph.js';
import { type ExportNote } from './use.js';
export interface ExportedGraph {
    readonly graph: Graph;
    readonly inputs: readonly NewPort[];
    readonly outputs: readonly NewPort[];
    /** The names that values have as outputs. */
    readonly names: ReadonlyMap<string, string>;
    readonly notes: readonly ExportNote[];
}
/** @throws Error with all layers that ONNX cannot express */
export declare const graphOf: (model: tf.LayersModel, plan: Plan, layout: 'nhwc' | 'nchw', taps: boolean) => ExportedGraph;
//# sourceMappingURL=graph-of.d.ts.map