import type { Plan } from '@layersmith/core';
import type { Weight } from '../contract.js';
/** The penalty of a weight, l1 · Σ|w| + l2 · Σw². */
export interface Penalty {
    readonly weight: Weight;
    readonly l1: number;
    readonly l2: number;
}
/** Norms along an axis between limits, or numbers that are not negative. */
export type Constraint = {
    readonly weight: Weight;
    readonly least: 0;
} | {
    readonly weight: Weight;
    /** The sizes before the axis, of it and behind it. */
    readonly sizes: readonly [number, number, number];
    readonly norms: Readonly<Record<'least' | 'most' | 'rate', number>>;
};
/**
 * The penalties of weights. Those of a tie count at each of its places, as in TensorFlow.js and
 * Keras.
 */
export declare const penaltiesOf: (plan: Plan, weights: readonly Weight[]) => readonly Penalty[];
/** The constraints of weights that train, with the defaults of TensorFlow.js. */
export declare const constraintsOf: (plan: Plan, weights: readonly Weight[]) => readonly Constraint[];
//# sourceMappingURL=penalties.d.ts.map