import type { Constant } from '../../graph/op.js';
import type { InstanceWeights } from '../../lower/weights.js';
import type { Weight } from '../contract.js';
/** What is known of the weights of a net. */
export interface NetWeights {
    /** Copies, by the ids of instances. */
    readonly weights: ReadonlyMap<string, InstanceWeights>;
    /** The names of those that train. */
    readonly trains: ReadonlySet<string>;
}
export declare class PlacedWeights {
    #private;
    readonly list: readonly Weight[];
    readonly values: ReadonlyMap<Weight, Constant['values']>;
    /** Elements of all that train, and of the others. */
    readonly trained: number;
    readonly others: number;
    constructor({ weights, trains }: NetWeights);
    /** The weight of an instance that has this role. */
    get(instance: string, role: string): Weight;
    find(instance: string, role: string): Weight | null;
}
//# sourceMappingURL=weights.d.ts.map