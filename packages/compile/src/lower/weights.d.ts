import type { Plan } from '@layersmith/core';
import type * as tf from '@tensorflow/tfjs';
import type { Constant } from '../graph/op.js';
/** The weights of one instance, read once: positions that share them share the constants. */
export declare class InstanceWeights {
    #private;
    /** In the order of the layer. */
    readonly all: readonly Constant[];
    constructor(weights: readonly (readonly [role: string, constant: Constant])[]);
    /** What each of them is there. */
    get roles(): readonly string[];
    /** The weight with this role, such as kernel. */
    get(role: string): Constant;
    find(role: string): Constant | null;
}
/** Copies of a built net's current weights, by the ids of its instances. */
export declare const copiedWeights: (model: tf.LayersModel, { instances }: Plan) => Promise<ReadonlyMap<string, InstanceWeights>>;
//# sourceMappingURL=weights.d.ts.map