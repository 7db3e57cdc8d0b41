import type { AnySig, Plan } from '@layersmith/core';
import type { OutputOf, Schedule } from '@layersmith/tfjs';
import type * as tf from '@tensorflow/tfjs';
import type { Loss, LossFunction } from '../losses/kinds.js';
import { type LossName } from '../losses/named.js';
import { type Metric, type MetricName } from '../metrics/metrics.js';
import { type OptimizerName, type ReadOptimizer } from '../optimizers/rules.js';
import type { Clip } from '../optimizers/update.js';
/** The names of the outputs of a net of signature S, if it has several. */
export type OutputNames<S extends AnySig> = NamesIn<OutputOf<S>>;
type NamesIn<O> = O extends tf.Tensor ? never : keyof O & string;
/** One for the only output, or a record: of all of several outputs. */
type ForOutputs<S extends AnySig, V> = [OutputNames<S>] extends [never] ? V : string extends OutputNames<S> ? V | Readonly<Record<string, V>> : Readonly<Record<OutputNames<S>, V>>;
/** The options of `compileTraining` for a net of signature S; `M` are the names of metrics. */
export interface TrainingOptions<S extends AnySig, M extends MetricName = never> {
    /**
     * A name, with the settings of TensorFlow.js, or what `tf.train.sgd`, `momentum` (also
     * Nesterov's), `adam` or `rmsprop` makes, or the `adam` of @layersmith/wasm-kernels. `'adamw'` is
     * Adam with `weightDecay: 0.004` (Loshchilov and Hutter 2019).
     */
    optimizer: OptimizerName | tf.Optimizer;
    /**
     * A name, one of `losses`, or the function of `tf.losses` itself; by output where there are
     * several.
     */
    loss: ForOutputs<S, LossName | LossFunction>;
    /** How much the loss of each output counts; 1 by default. */
    lossWeights?: Readonly<Partial<Record<OutputNames<S>, number>>> | undefined;
    /** Metrics of all outputs, or by output. They are called as they are asked for. */
    metrics?: readonly M[] | Readonly<Record<string, readonly M[]>> | undefined;
    /** The rate of each step, in place of the optimizer's: one of `schedules`, say. */
    learningRate?: number | Schedule | undefined;
    /** Keeps gradients small before the optimizer gets them; as they are by default. */
    clip?: Clip | undefined;
    /**
     * The part of each weight that a step takes away, times the rate, before the optimizer's own
     * step; a function gives it for the name of a weight, such as `stem.conv1/kernel`. 0 by default.
     */
    weightDecay?: number | ((weight: string) => number) | undefined;
    /** How many steps' gradients make one step of the optimizer, by their mean; 1 by default. */
    accumulate?: number | undefined;
    /** Steps are computed on one thread: 'auto', the default, or 1. */
    threads?: 'auto' | 1 | undefined;
}
/** An output with its loss and metrics. */
export interface Target {
    /** null for the only output of a net without names. */
    readonly name: string | null;
    readonly loss: Loss;
    readonly weight: number;
    readonly metrics: readonly Metric[];
}
/** The options as they were read. */
export interface ReadOptions {
    readonly optimizer: ReadOptimizer;
    readonly targets: readonly Target[];
    readonly rate: Schedule | null;
    readonly clip: Clip;
    readonly decayOf: (weight: string) => number;
    readonly accumulate: number;
}
/** Checks options, for callers without types. */
export declare const readOptions: (options: unknown, plan: Plan) => ReadOptions;
export {};
//# sourceMappingURL=options.d.ts.map