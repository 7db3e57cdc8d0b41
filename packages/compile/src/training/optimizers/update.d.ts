import type { Update, Weight } from '../contract.js';
import type { Constraint, Penalty } from './penalties.js';
import type { Rule } from './rules.js';
/** How gradients are kept small, before anything else is done with them. */
export interface Clip {
    /** The largest number, without its sign. */
    readonly value?: number | undefined;
    /** The largest norm of the gradient of each weight. */
    readonly norm?: number | undefined;
    /** The largest norm of all gradients together. */
    readonly globalNorm?: number | undefined;
}
export interface UpdateParts {
    readonly rule: Rule;
    readonly clip: Clip;
    /** Whether gradients are summed up over steps. */
    readonly accumulates: boolean;
    /** The part of a weight that a step takes away, times the rate. */
    readonly decayOf: (weight: Weight) => number;
    readonly penalties: readonly Penalty[];
    readonly constraints: readonly Constraint[];
}
/** The number that a sum of gradients is multiplied by, behind those of the rule. */
export declare const FACTOR = 3;
/** Where the penalties of trained weights are. */
export declare const PENALTY = 0;
/**
 * Its programs: `apply` makes a step of the gradients as they are, or of their sum, and `gather`
 * adds gradients to the sum. Either begins with the penalties.
 */
export declare const updateOf: (parts: UpdateParts) => Update;
//# sourceMappingURL=update.d.ts.map