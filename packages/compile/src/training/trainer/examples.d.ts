import { type Sizes } from '@layersmith/core';
import type { AnySig } from '@layersmith/core';
import type { TargetOf } from '@layersmith/tfjs';
import * as tf from '@tensorflow/tfjs';
import { type TypedArray } from '../../compile/batch.js';
import type { Shape } from '../contract.js';
/**
 * What a compiled net of signature S learns to give: what `built.fit` takes, where a typed array
 * may stand for each tensor.
 */
export type TargetsOf<S extends AnySig> = TargetOf<S> extends tf.Tensor ? TargetOf<S> | TypedArray : {
    readonly [K in keyof TargetOf<S>]: TargetOf<S>[K] | TypedArray;
};
/** An input or an output, of known sizes. */
export interface Place {
    /** null for the only one of a net without names. */
    readonly name: string | null;
    readonly shape: Shape;
}
/** Numbers of examples, for each place. */
export interface Examples {
    readonly count: number;
    readonly numbers: readonly (TypedArray | tf.Tensor)[];
}
/** The places of a plan; sizes that only the run time knows are refused. */
export declare const placesOf: (noun: 'input' | 'output', places: readonly {
    readonly name: string | null;
    readonly shape: Sizes;
}[]) => readonly Place[];
/** Reads inputs or targets, whose numbers are of one count of examples. */
export declare const readExamples: (where: string, places: readonly Place[], given: unknown) => Examples;
/** The numbers of examples; those of tensors are read. */
export declare const loadedAtOnce: ({ numbers }: Examples) => readonly TypedArray[];
export declare const loaded: ({ numbers }: Examples) => Promise<readonly TypedArray[]>;
//# sourceMappingURL=examples.d.ts.map