import type { Plan } from '@layersmith/core';
import type { InstanceWeights } from '../../lower/weights.js';
import type { LossHead, Step, Update, Weight } from '../contract.js';
/** What a step is made of. */
export interface StepSource {
    readonly plan: Plan;
    /** Copies of the weights, by the ids of instances. */
    readonly weights: ReadonlyMap<string, InstanceWeights>;
    /** The names of the weights that train. */
    readonly trains: ReadonlySet<string>;
    /** The ids of instances that are frozen, whose statistics stay as they are. */
    readonly frozen: ReadonlySet<string>;
    /** One for each output, in the order of the plan. */
    readonly heads: readonly LossHead[];
    readonly update: (weights: readonly Weight[]) => Update;
}
/**
 * Makes a step.
 * @throws Error with the path and the kind of all that it cannot train
 */
export declare const makeStep: (source: StepSource) => Promise<Step>;
//# sourceMappingURL=step.d.ts.map