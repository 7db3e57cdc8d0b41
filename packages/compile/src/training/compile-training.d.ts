import type { AnySig } from '@layersmith/core';
import type { Built } from '@layersmith/tfjs';
import type { BatchOf } from '../compile/batch.js';
import type { MetricName } from './metrics/metrics.js';
import type { TargetsOf } from './trainer/examples.js';
import type { TrainerFitOptions } from './trainer/fit.js';
import type { Measures, TrainingHistory } from './trainer/measures.js';
import type { TrainingOptions } from './trainer/options.js';
import type { TrainingReport } from './trainer/report.js';
/** Trains a build of signature S, with the metrics M. */
export interface Trainer<S extends AnySig, M extends string = never> {
    /**
     * One step on a batch of any size; computes before it returns. Takes tensors or typed arrays, one
     * example after another, by name where there are several inputs or outputs. Numbers that are not
     * finite spread as in TensorFlow.js: after a step with NaN in the data, weights are NaN.
     * @returns the loss and the metrics of the batch, before the step
     * @throws TypeError for anything but tensors and typed arrays
     * @throws Error when they do not fit the net or each other, the trainer or the model is disposed,
     *   or the model was compiled anew; then nothing has changed
     */
    step(x: BatchOf<S>, y: TargetsOf<S>): Measures<S, M>;
    /**
     * Trains for whole epochs, with the options of `built.fit`, in the same order, with the same
     * masks, and with its callbacks. Weights and the state of the optimizer are in the build at the
     * end of each epoch, when callbacks may read and change them. What `accumulate` has not finished
     * makes a step at the end of an epoch.
     * @returns what each epoch measured, by name
     * @throws as `step`, and TypeError for wrong options
     */
    fit(x: BatchOf<S>, y: TargetsOf<S>, options?: TrainerFitOptions<S>): Promise<TrainingHistory<S, M>>;
    /**
     * Writes weights, statistics, the state of the optimizer and the number of masks that were drawn
     * into the build; `fit` does it after each epoch, and `built.model.save` and `dispose` do it too.
     */
    sync(): void;
    /** What runs, and how much memory it takes. */
    readonly report: TrainingReport;
    /** Writes everything into the build, unless that is disposed, and frees the memory. */
    dispose(): void;
}
/**
 * Compiles the training of a net: forward and backward pass, losses and optimizer run as one
 * program of WebAssembly with a memory of its own. It computes what `trainOnBatch` does, but for
 * the order of sums.
 *
 * The model is compiled with the same losses, metrics and optimizer, so `built.evaluate`, `resume`
 * and `built.fit` go on from what `sync` has written. What others change in the build, such as
 * `resume` or `loadWeights`, counts from the next step on.
 * @param built what `toModel` made
 * @throws TypeError for anything else, for wrong options, and for sizes that are null
 * @throws Error that names the path and the kind of what has no kernels, such as recurrent or
 *   custom layers, before anything is made: `built.fit` trains those
 * @example
 * import { input, toModel } from 'layersmith'
 * import { compileTraining } from '@layersmith/compile'
 * const features = input([8, 8, 1]).conv(4, 3).bn().relu().globalPool()
 * const net = features.dense(2, { activation: 'softmax' })
 * const built = toModel(net, { seed: 1 })
 * const trainer = await compileTraining(built, {
 *   optimizer: 'adam',
 *   loss: 'categoricalCrossentropy',
 *   metrics: ['accuracy'],
 * })
 * const images = Float32Array.from({ length: 4 * 64 }, (_, i) => (i % 7) / 7)
 * const labels = Float32Array.from([1, 0, 0, 1, 1, 0, 0, 1])
 * const { loss, accuracy } = trainer.step(images, labels)
 * loss > 0 // true
 * accuracy <= 1 // true
 * trainer.dispose()
 * built.dispose()
 */
export declare const compileTraining: <S extends AnySig, const M extends MetricName = never>(built: Built<S>, options: TrainingOptions<S, M>) => Promise<Trainer<S, M>>;
//# sourceMappingURL=compile-training.d.ts.map