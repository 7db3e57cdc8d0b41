// Keeps the weights of the best epoch.
import * as tf from '@tensorflow/tfjs'
import { knownOptions } from '../base/options.js'
import { inWords, listed } from '../base/wording.js'
import { assignAsIs } from '../mends/constraints.js'
import { variableOf } from '../tf/internals.js'
import { callbackOf } from './callback.js'
import { bestsOf, takeBest } from './memory.js'

/** The options of `callbacks.bestWeights`. */
export interface BestWeightsOptions {
  /** The loss or metric that tells which epoch is best; 'val_loss' by default. */
  monitor?: string | undefined
  /**
   * How many epochs in a row may be no better before training stops, a whole number from 1; by
   * default it does not stop.
   */
  patience?: number | undefined
  /**
   * Whether small or large values are good; by default 'max' for names with 'acc', 'precision' or
   * 'recall', otherwise 'min'.
   */
  mode?: 'min' | 'max' | undefined
}

/**
 * Restores the weights of the best epoch at the end of training, and stops training that no longer
 * improves. Keras: `EarlyStopping` with `restore_best_weights`. A `checkpoint` after it in the list
 * saves what it remembers. The state of the optimizer stays
 * that of the last epoch. The best weights are kept outside of TensorFlow.js, so training that
 * fails leaves no tensor; its weights stay as the last batch left them.
 * @throws TypeError for wrong options
 * @throws Error (from fit) when training does not report `monitor`
 * @example
 * import * as tf from '@tensorflow/tfjs'
 * import { callbacks, input, toModel } from 'layersmith'
 * const { model } = toModel(input([4]).dense(1), { seed: 1 })
 * model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
 * const [x, y] = [tf.ones([8, 4]), tf.ones([8, 1])]
 * const best = callbacks.bestWeights({ patience: 3 })
 * await model.fit(x, y, { epochs: 5, validationSplit: 0.25, callbacks: [best] })
 * tf.dispose([x, y])
 * model.dispose()
 */
export const bestWeights = (options: BestWeightsOptions = {}): tf.CustomCallback => {
  knownOptions('bestWeights', options, OPTIONS)
  const { monitor = 'val_loss', patience = Infinity } = options
  const { mode = /acc|precision|recall/i.test(monitor) ? 'max' : 'min' } = options
  if (typeof monitor !== 'string')
    throw new TypeError(`bestWeights: monitor must be a name, got ${inWords(monitor)}`)
  if (!(patience === Infinity || (Number.isInteger(patience) && patience > 0)))
    throw new TypeError(
      `bestWeights: patience must be a whole number from 1, got ${inWords(patience)}`,
    )
  if (mode !== 'min' && mode !== 'max')
    throw new TypeError(`bestWeights: mode must be 'min' or 'max', got ${inWords(mode)}`)
  return callbackOf((run) => ({
    onTrainBegin: () => {
      const { model, params } = run()
      const best = takeBest(model, monitor)
      if (best !== null) bestsOf(params).set(monitor, best)
    },
    onEpochEnd: async (epoch, logs = {}) => {
      const { model, params } = run()
      const value = logs[monitor]
      if (value === undefined) throw new Error(unknown(monitor, Object.keys(logs)))
      const best = bestsOf(params).get(monitor)
      const bound = best?.value ?? (mode === 'min' ? Infinity : -Infinity)
      // a loss that is no number is never better
      const isBetter = mode === 'min' ? value < bound : value > bound
      const waited = isBetter ? 0 : (best?.waited ?? 0) + 1
      const stopped = waited >= patience
      bestsOf(params).set(monitor, {
        epoch,
        waited,
        stopped,
        value: isBetter ? value : bound,
        weights: isBetter ? await copies(model) : (best?.weights ?? []),
      })
      if (stopped) model.stopTraining = true
    },
    onTrainEnd: () => {
      const { model, params } = run()
      restore(model, bestsOf(params).get(monitor)?.weights ?? [])
    },
  }))
}

const OPTIONS = Object.keys({
  monitor: 0,
  patience: 0,
  mode: 0,
} satisfies Record<keyof BestWeightsOptions, 0>)

const unknown = (monitor: string, reported: readonly string[]): string =>
  `bestWeights: training does not report ${JSON.stringify(monitor)}, but ${listed(reported)}; ` +
  (monitor.startsWith('val_')
    ? 'pass validationData or validationSplit to fit, or monitor one of these'
    : 'monitor one of these')

/** Arrays of our own: those of a backend may be its memory. */
const copies = (model: tf.LayersModel): Promise<tf.TypedArray[]> =>
  Promise.all(model.weights.map(async (weight) => (await variableOf(weight).data()).slice()))

const restore = (model: tf.LayersModel, values: readonly tf.TypedArray[]): void => {
  tf.tidy(() => {
    // none if no epoch was better than nothing
    values.forEach((value, i) => {
      const weight = model.weights[i]
      if (weight === undefined) return
      const variable = variableOf(weight)
      assignAsIs(variable, tf.tensor(value, variable.shape, variable.dtype))
    })
  })
}
