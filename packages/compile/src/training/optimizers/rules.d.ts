import * as tf from '@tensorflow/tfjs';
import type { Call, Address } from '../program/record.js';
import { type Range } from '../trainer/kernels.js';
/** What an optimizer does with gradients. */
export interface Rule {
    /** The lists of the object of TensorFlow.js that hold what it remembers of each weight. */
    readonly memories: readonly string[];
    /** A step; `scalars` is where `scalarsAt` are, and `slots` are as many as memories. */
    readonly step: (p: Range, g: Address, slots: readonly Address[], scalars: Address) => Call;
    /** What step `t`, from 1, needs: the rate first, at most three numbers. */
    readonly scalarsAt: (rate: number, t: number) => readonly number[];
    /** Other variables of the object, as they are after `t` steps. */
    readonly others: (t: number) => Readonly<Record<string, number>>;
}
/** An optimizer as it was given. */
export interface ReadOptimizer {
    readonly rule: Rule;
    /** What `model.compile` takes. */
    readonly compiled: string | tf.Optimizer;
    /** The part of a weight that it takes away in each step, times the rate; 0 for all but AdamW. */
    readonly decay: number;
}
declare const NAMES: readonly ['adam', 'adamw', 'rmsprop', 'sgd'];
/** An optimizer with the settings that TensorFlow.js gives it by name; AdamW has those of Adam. */
export type OptimizerName = (typeof NAMES)[number];
/** Reads an optimizer: a name, or an object of `tf.train`. */
export declare const readOptimizer: (given: unknown) => ReadOptimizer;
export {};
//# sourceMappingURL=rules.d.ts.map