// Trains for whole epochs, as `built.fit` does.
import { type FitOptions, type FitPlan, planFit } from '@layersmith/tfjs'
import type { AnySig } from '@layersmith/core'
import * as tf from '@tensorflow/tfjs'
import type { BatchOf, TypedArray } from '../../compile/batch.js'
import { known } from '../../compile/given.js'
import type { TrainingCore } from './core.js'
import type { TargetsOf } from './examples.js'
import { Means, type Numbers } from './measures.js'

/** The options of a trainer's `fit`: those of `built.fit`, which may have typed arrays too. */
export interface TrainerFitOptions<S extends AnySig> extends Omit<FitOptions<S>, 'validationData'> {
  /** Inputs and targets to measure after each epoch. */
  validationData?: readonly [x: BatchOf<S>, y: TargetsOf<S>]
}

const OPTIONS = Object.keys({
  epochs: 0,
  batchSize: 0,
  initialEpoch: 0,
  shuffle: 0,
  seed: 0,
  validationData: 0,
  validationSplit: 0,
  callbacks: 0,
  classWeight: 0,
  yieldEvery: 0,
  history: 0,
} satisfies Record<keyof TrainerFitOptions<AnySig>, 0>)

/** Examples to train on or to measure. */
export interface Loaded {
  readonly inputs: readonly TypedArray[]
  readonly targets: readonly TypedArray[]
  readonly count: number
}

/** How many milliseconds to train before other tasks get their turn, as in TensorFlow.js. */
const TURN = 125

export interface Fit {
  readonly core: TrainingCore
  readonly model: tf.LayersModel
  readonly metrics: readonly string[]
  readonly plan: FitPlan
  readonly data: Loaded
  /** How much each example counts at each output. */
  readonly weights: readonly (Float32Array | null)[]
  readonly validation: (Loaded & { readonly first: number }) | null
  readonly yieldEvery: FitOptions<AnySig>['yieldEvery']
}

/** Checks the options of callers without types. */
export const readFitOptions = (options: unknown): TrainerFitOptions<AnySig> =>
  known(options, OPTIONS, 'fit') // checked one by one where they are used

/** The plan of a training, and the last examples, which are only measured. */
export const planOf = (
  options: TrainerFitOptions<AnySig>,
  seed: number,
  data: Loaded,
  given: Loaded | null,
): Pick<Fit, 'plan' | 'validation'> => {
  const { validationData: _, ...others } = options
  const plan = planFit({ seed, ...others }, data.count, given !== null)
  if (given !== null) return { plan, validation: { ...given, first: 0 } }
  const rest = data.count - plan.count
  return {
    plan,
    validation: rest === 0 ? null : { ...data, count: rest, first: plan.count },
  }
}

/** Trains; returns what each epoch measured. */
export const runFit = async (fit: Fit): Promise<Record<string, number[]>> => {
  const { core, model, plan } = fit
  const { callbacks, epochs, initialEpoch, batchSize, count } = plan
  const names = fit.validation === null ? [] : fit.metrics.map((name) => `val_${name}`)
  // one object for all callbacks, which recognize this training by it
  const params = {
    epochs,
    initialEpoch,
    // as in fitDataset
    samples: null as never,
    steps: Math.ceil(count / batchSize),
    batchSize: null as never,
    verbose: 0,
    doValidation: fit.validation !== null,
    metrics: [...fit.metrics, ...names],
  }
  for (const callback of callbacks) {
    callback.setParams(params)
    callback.setModel(model)
  }
  const measured: Record<string, number[]> = {}
  for (const callback of callbacks) await callback.onTrainBegin()
  model.stopTraining = false
  const turn = new Turn(fit.yieldEvery)
  for (let epoch = initialEpoch; epoch < epochs && !model.stopTraining; epoch++) {
    for (const callback of callbacks) await callback.onEpochBegin(epoch)
    const logs = await trainEpoch(fit, epoch, turn)
    const values = fit.validation === null ? {} : measure(core, fit.validation, batchSize)
    for (const [name, value] of Object.entries(values)) logs[`val_${name}`] = value
    core.sync('fit')
    for (const [name, value] of Object.entries(logs)) (measured[name] ??= []).push(value)
    for (const callback of callbacks) await callback.onEpochEnd(epoch, { ...logs })
    await turn.epochEnd()
  }
  for (const callback of callbacks) await callback.onTrainEnd()
  core.ready('fit')
  return plan.historyOf(measured)
}

/** Trains on all examples once. */
const trainEpoch = async (fit: Fit, epoch: number, turn: Turn): Promise<Numbers> => {
  const { core, model, plan, data, weights } = fit
  const { callbacks, batchSize, count } = plan
  const order = await plan.order(epoch)
  const means = new Means()
  for (let at = 0, batch = 0; at < count && !model.stopTraining; at += batchSize, batch++) {
    const size = Math.min(batchSize, count - at)
    const begin = { batch, size }
    for (const callback of callbacks) await callback.onBatchBegin(batch, begin)
    const rows = order === null ? at : order.subarray(at, at + size)
    const values = core.train('fit', { ...data, count: size, rows, weights })
    means.add(values, size)
    for (const callback of callbacks) await callback.onBatchEnd(batch, { ...begin, ...values })
    await turn.batchEnd()
  }
  core.finish()
  return means.values
}

const measure = (
  core: TrainingCore,
  { inputs, targets, count, first }: Loaded & { readonly first: number },
  batchSize: number,
): Numbers => {
  const means = new Means()
  for (let at = 0; at < count; at += batchSize) {
    const size = Math.min(batchSize, count - at)
    means.add(core.measure('fit', { inputs, targets, count: size, rows: first + at }), size)
  }
  return means.values
}

/** Lets other tasks run now and then. */
class Turn {
  readonly #every: FitOptions<AnySig>['yieldEvery']
  #since = tf.util.now()

  constructor(every: FitOptions<AnySig>['yieldEvery']) {
    this.#every = every
  }
  async batchEnd(): Promise<void> {
    const every = this.#every ?? 'auto'
    const pause =
      every === 'batch' ? 0 : every === 'auto' ? TURN : typeof every === 'number' ? every : Infinity
    if (tf.util.now() - this.#since >= pause) await this.#rest()
  }
  async epochEnd(): Promise<void> {
    if (this.#every === 'epoch') await this.#rest()
  }
  async #rest(): Promise<void> {
    await tf.nextFrame()
    this.#since = tf.util.now()
  }
}
