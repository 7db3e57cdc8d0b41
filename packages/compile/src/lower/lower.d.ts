import type { Plan } from '@layersmith/core';
import { type Ends, Graph } from '../graph/graph.js';
import type { InstanceWeights } from './weights.js';
/** The graph of a plan, with its outputs and the taps that were asked for. */
export declare const lower: (plan: Plan, weights: ReadonlyMap<string, InstanceWeights>, ends: Ends) => Graph;
//# sourceMappingURL=lower.d.ts.map