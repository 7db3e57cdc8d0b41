// The entry to training: the code that trains is loaded when it is first needed.
import type { AnySig } from '@layersmith/core'
import type { Built } from '@layersmith/tfjs'
import type { BatchOf } from '../compile/batch.js'
import type { MetricName } from './metrics/metrics.js'
import type { TargetsOf } from './trainer/examples.js'
import type { TrainerFitOptions } from './trainer/fit.js'
import type { Measures, TrainingHistory } from './trainer/measures.js'
import type { TrainingOptions } from './trainer/options.js'
import type { TrainingReport } from './trainer/report.js'

/** Trains a build of signature S and measures the metrics M. */
export interface Trainer<S extends AnySig, M extends string = never> {
  /**
   * One step on a batch of any size; computes before it returns. Takes tensors or typed arrays, one
   * example after another; several inputs or outputs go by name. Numbers that are not finite spread
   * as in TensorFlow.js: after a step with NaN in the data, weights are NaN, except for biases just
   * before a batch normalization.
   * @returns the loss and the metrics of the batch, before the step
   * @throws TypeError for anything but tensors and typed arrays
   * @throws Error when they do not fit the net or each other, the trainer or the model is disposed,
   *   or the model has been compiled again; then nothing has changed
   */
  step(x: BatchOf<S>, y: TargetsOf<S>): Measures<S, M>
  /**
   * Trains for whole epochs as `built.fit` does: the same options, order, masks and callbacks. At
   * the end of each epoch the build has the weights and the state of the optimizer, so callbacks
   * may read and change them. Gradients that `accumulate` has not yet used make a step at the end
   * of an epoch.
   * @returns what each epoch measured, by name
   * @throws as `step`, and TypeError for wrong options
   */
  fit(
    x: BatchOf<S>,
    y: TargetsOf<S>,
    options?: TrainerFitOptions<S>,
  ): Promise<TrainingHistory<S, M>>
  /**
   * Writes weights, statistics, the state of the optimizer and the number of masks drawn so far
   * into the build. `fit` does so after each epoch; `built.model.save` and `dispose` do so too.
   */
  sync(): void
  /** The operations, and how much memory they take. */
  readonly report: TrainingReport
  /** Writes everything into the build, unless the build is disposed, and frees the memory. */
  dispose(): void
}

/**
 * Compiles the training of a net: forward and backward pass, losses and optimizer run as one
 * program in a WebAssembly memory of its own. It computes what `trainOnBatch` does, apart from the
 * order of sums.
 *
 * The model is compiled with the same losses, metrics and optimizer, so `built.evaluate`, `resume`
 * and `built.fit` continue from what `sync` wrote. Changes that others make in the build, such as
 * `resume` or `loadWeights`, take effect at the next step.
 * @param built what `toModel` made
 * @throws TypeError for anything else, for wrong options, and for sizes that are null
 * @throws Error that names the path and the kind of layers that have no kernels, such as recurrent
 *   or custom ones, before anything is made: `built.fit` trains those
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
export const compileTraining = async <S extends AnySig, const M extends MetricName = never>(
  built: Built<S>,
  options: TrainingOptions<S, M>,
): Promise<Trainer<S, M>> => {
  const { CompiledTrainer } = await import('./trainer/trainer.js')
  // it measures the outputs of the plan, which are those of the signature
  return (await CompiledTrainer.make(built, options)) as unknown as Trainer<S, M>
}
