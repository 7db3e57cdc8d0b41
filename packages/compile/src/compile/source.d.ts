import type { AnySig, Description, Plan, Trait } from '@layersmith/core';
import { type Built, type ReadBatch, type WeightValues } from '@layersmith/tfjs';
import { type InstanceWeights } from '../lower/weights.js';
/** A net and its weights by name, as `readKeras` and `fromModel` give them. */
export interface NetWithWeights<S extends AnySig, H extends Trait = Trait> {
    readonly net: Description<S, H>;
    readonly weights: Readonly<Record<string, WeightValues>>;
}
/** What the compiler starts from. */
export interface Source {
    readonly plan: Plan;
    /** By instance. */
    readonly weights: ReadonlyMap<string, InstanceWeights>;
    /** Reads batches as `predict` does. */
    readonly read: ReadBatch;
}
/** Reads what the caller gave. */
export declare const sourceOf: (given: unknown) => Promise<Source>;
/** Passes what the caller gave as a build, which lives until the end of the call. */
export declare const withBuilt: <T>(given: unknown, use: (built: ModelWithPlan) => Promise<T>) => Promise<T>;
export type ModelWithPlan = Pick<Built<AnySig>, 'model' | 'plan'>;
//# sourceMappingURL=source.d.ts.map