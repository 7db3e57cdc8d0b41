import type { Plan } from '@layersmith/core';
import type { Graph } from '../graph/op.js';
import type { PlacedWeights } from './weights.js';
/** A net, and which of its instances are frozen. */
export interface TrainedNet {
    readonly plan: Plan;
    readonly frozen: ReadonlySet<string>;
}
/**
 * The graph of a plan.
 * @throws Error with the path and the kind of all that it cannot train
 */
export declare const lowerTraining: ({ plan, frozen }: TrainedNet, weights: PlacedWeights) => Graph;
//# sourceMappingURL=lower.d.ts.map