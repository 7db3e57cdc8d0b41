import { type Loss, type LossFunction } from '../losses/kinds.js';
/** The numbers of a batch at an output. */
export interface Measured {
    readonly output: Float32Array;
    /** Of classes, their numbers, if the loss takes those. */
    readonly target: Float32Array;
    /** Numbers in a row of outputs. */
    readonly n: number;
}
/** A metric of an output. */
export interface Metric {
    /** As it was asked for. */
    readonly name: string;
    /** The mean over the rows of a batch. */
    readonly of: (measured: Measured) => number;
    /** What `model.compile` takes. */
    readonly compiled: string | LossFunction;
}
/**
 * `accuracy` is of classes or of yes and no, as the loss is; `top5` and the like count a class as
 * found if fewer than 5 others have larger outputs.
 */
export type MetricName = 'accuracy' | 'acc' | 'binaryAccuracy' | 'categoricalAccuracy' | 'sparseCategoricalAccuracy' | 'mse' | 'mae' | `top${number}`;
/** Reads the name of a metric of an output with this loss and `n` numbers in a row. */
export declare const readMetric: (where: string, name: unknown, loss: Loss, n: number) => Metric;
//# sourceMappingURL=metrics.d.ts.map