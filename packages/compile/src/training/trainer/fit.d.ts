import { type FitOptions, type FitPlan } from '@layersmith/tfjs';
import type { AnySig } from '@layersmith/core';
import * as tf from '@tensorflow/tfjs';
import type { BatchOf, TypedArray } from '../../compile/batch.js';
import type { TrainingCore } from './core.js';
import type { TargetsOf } from './examples.js';
/** The options of a trainer's `fit`: those of `built.fit`, where typed arrays are taken too. */
export interface TrainerFitOptions<S extends AnySig> extends Omit<FitOptions<S>, 'validationData' | 'classWeight'> {
    /** Inputs and targets to measure after each epoch. */
    validationData?: readonly [x: BatchOf<S>, y: TargetsOf<S>];
}
/** Numbers to train on or to measure. */
export interface Loaded {
    readonly inputs: readonly TypedArray[];
    readonly targets: readonly TypedArray[];
    readonly count: number;
}
export interface Fit {
    readonly core: TrainingCore;
    readonly model: tf.LayersModel;
    readonly metrics: readonly string[];
    readonly plan: FitPlan;
    readonly data: Loaded;
    readonly validation: (Loaded & {
        readonly first: number;
    }) | null;
    readonly yieldEvery: FitOptions<AnySig>['yieldEvery'];
}
/** Checks options, for callers without types. */
export declare const readFitOptions: (options: unknown) => TrainerFitOptions<AnySig>;
/** The plan of a training, and the examples at the end that are only measured. */
export declare const planOf: (options: TrainerFitOptions<AnySig>, seed: number, data: Loaded, given: Loaded | null) => Pick<Fit, 'plan' | 'validation'>;
/** Trains; gives what each epoch measured. */
export declare const runFit: (fit: Fit) => Promise<Record<string, number[]>>;
//# sourceMappingURL=fit.d.ts.map