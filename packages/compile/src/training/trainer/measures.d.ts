import type { AnySig } from '@layersmith/core';
import type { Views } from '../contract.js';
import type { OutputNames, Target } from './options.js';
import type { Place } from './examples.js';
type Losses<S extends AnySig> = 'loss' | `${OutputNames<S>}_loss`;
/** A metric is called as it was asked for, after its output where there are several. */
type Metrics<S extends AnySig, M extends string> = [OutputNames<S>] extends [never] ? M : `${OutputNames<S>}_${M}`;
/**
 * What a step gives: the `loss`, with the penalties of regularizers, and the metrics, each as a
 * mean over the batch; for several outputs `loss`, `a_loss`, `a_accuracy` and so on.
 */
export type Measures<S extends AnySig, M extends string> = {
    readonly [K in Losses<S>]: number;
} & {
    readonly [K in Metrics<S, M>]: [OutputNames<S>] extends [never] ? number : number | undefined;
};
/** What `fit` gives: a value for each epoch, and those of validation as `val_loss` and so on. */
export type TrainingHistory<S extends AnySig, M extends string> = {
    readonly [K in Losses<S>]: readonly number[];
} & {
    readonly [K in Metrics<S, M> | `val_${Losses<S> | Metrics<S, M>}`]?: readonly number[] | undefined;
};
export type Numbers = Record<string, number>;
/** Measures batches. */
export declare class Measuring {
    #private;
    /** In the order of TensorFlow.js. */
    readonly names: readonly string[];
    constructor(targets: readonly Target[], places: readonly Place[]);
    /** Whether there are metrics. */
    get needsTargets(): boolean;
    /** The values of a batch; penalties are a part of the loss. */
    of({ results, outputs, targets }: Views, penalty: number): Numbers;
}
/** Means over batches of different sizes. */
export declare class Means {
    #private;
    add(values: Readonly<Numbers>, count: number): void;
    get values(): Numbers;
}
/** The targets of a plan's outputs, as their losses take them. */
export declare const targetPlaces: (outputs: readonly Place[], targets: readonly Target[]) => readonly Place[];
export {};
//# sourceMappingURL=measures.d.ts.map