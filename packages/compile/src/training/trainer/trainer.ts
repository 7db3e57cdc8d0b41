// From a build to a trainer:
//
//   built ──options──▶ losses, metrics, optimizer ──▶ heads and update ─┐
//     └──plan, weights──────────────────────────────────────────────────┴──▶ step ──▶ trainer
import type { AnySig } from '@layersmith/core'
import { type Built, trainingOf } from '@layersmith/tfjs'
import type * as tf from '@tensorflow/tfjs'
import { words } from '../../compile/given.js'
import { copiedWeights } from '../../lower/weights.js'
import { headOf } from '../losses/head.js'
import { makeStep } from '../machine/step.js'
import { constraintsOf, penaltiesOf } from '../optimizers/penalties.js'
import { updateOf } from '../optimizers/update.js'
import { classWeights } from './class-weights.js'
import { TrainingCore } from './core.js'
import {
  type Examples,
  type Place,
  loaded,
  loadedAtOnce,
  placesOf,
  readExamples,
} from './examples.js'
import { type Loaded, planOf, readFitOptions, runFit } from './fit.js'
import { Measuring, targetPlaces } from './measures.js'
import { type ReadOptions, readOptions } from './options.js'
import { type TrainingReport, reportOf } from './report.js'

type Build = Pick<Built<AnySig>, 'model' | 'plan'>

/** The trainers that are not yet disposed, by the model that they train. */
const trainers = new WeakMap<tf.LayersModel, CompiledTrainer>()

export class CompiledTrainer {
  readonly #built: Build
  readonly #core: TrainingCore
  readonly #inputs: readonly Place[]
  readonly #targets: readonly Place[]
  readonly #measuring: Measuring
  readonly #save: tf.LayersModel['save']
  #fits = false

  private constructor(built: Build, core: TrainingCore, places: Places, measuring: Measuring) {
    this.#built = built
    this.#core = core
    this.#inputs = places.inputs
    this.#targets = places.targets
    this.#measuring = measuring
    const save = (this.#save = built.model.save)
    setSave(built.model, (...args) => {
      core.sync('save')
      return save.apply(built.model, args)
    })
  }

  static async make(built: Build, options: unknown): Promise<CompiledTrainer> {
    const training = trainingOf(built)
    const { model, plan } = built
    if (training.isDisposed())
      throw new Error(`compileTraining: the model "${model.name}" is disposed`)
    if (trainers.has(model))
      throw new Error(
        `compileTraining: the model "${model.name}" has a trainer already; dispose of it first`,
      )
    const read = readOptions(options, plan)
    const outputs = placesOf('output', plan.outputs)
    const places = {
      inputs: placesOf('input', plan.inputs),
      targets: targetPlaces(outputs, read.targets),
    }
    const weights = training.weights()
    const trains = new Set(weights.flatMap(({ name, trains }) => (trains ? [name] : [])))
    if (trains.size === 0)
      throw new Error('compileTraining: no weight of the net trains; thaw some by setTrainable')
    const step = await makeStep({
      plan,
      weights: await copiedWeights(model, plan),
      trains,
      frozen: training.frozen(),
      threads: read.threads,
      heads: read.targets.map(({ loss, weight }) => headOf(loss, weight)),
      update: (all) => {
        // asked once, before anything is made
        const decays = new Map(
          all.map((weight) => [weight, weight.trainable ? read.decayOf(weight.name) : 0]),
        )
        return updateOf({
          rule: read.optimizer.rule,
          clip: read.clip,
          accumulates: read.accumulate > 1,
          decayOf: (weight) => decays.get(weight) ?? 0,
          penalties: penaltiesOf(plan, all),
          constraints: constraintsOf(plan, all),
        })
      },
    })
    try {
      compileModel(model, read)
      const measuring = new Measuring(read.targets, outputs)
      const penalties = penaltiesOf(plan, step.weights)
      const core = new TrainingCore({ built, training, step, options: read, penalties, measuring })
      const trainer = new CompiledTrainer(built, core, places, measuring)
      trainers.set(model, trainer)
      return trainer
    } catch (e) {
      step.dispose()
      throw e
    }
  }

  step(x: unknown, y: unknown): object {
    this.#core.ready('step')
    const { xs, ys } = this.#read('step', x, y)
    const batch = { inputs: loadedAtOnce(xs), targets: loadedAtOnce(ys), count: xs.count, rows: 0 }
    return this.#core.train('step', batch)
  }

  async fit(x: unknown, y: unknown, options: unknown = {}): Promise<object> {
    const core = this.#core
    core.ready('fit')
    if (this.#fits) throw new Error('fit: a fit of this trainer is going on; await it first')
    const given = readFitOptions(options)
    const pair: unknown = given.validationData // a caller may not use the types
    if (pair !== undefined && !(Array.isArray(pair) && pair.length === 2))
      throw new TypeError(`fit: validationData must be [x, y], got ${words(pair)}`)
    this.#fits = true
    try {
      const data = await this.#load('fit', x, y)
      const validation = Array.isArray(pair)
        ? await this.#load('fit: validationData', pair[0], pair[1])
        : null
      const { model, plan } = this.#built
      const planned = planOf(given, plan.seed ?? 0, data, validation)
      const outputs = this.#targets.map((place, i) => ({
        output: model.outputNames[i] ?? '',
        place,
        targets: data.targets[i] ?? new Float32Array(0),
      }))
      return await runFit({
        core,
        model,
        metrics: this.#measuring.names,
        ...planned,
        data,
        weights: classWeights(given.classWeight, outputs, planned.plan.count),
        yieldEvery: given.yieldEvery,
      })
    } finally {
      this.#fits = false
    }
  }

  sync(): void {
    this.#core.sync('sync')
  }

  get report(): TrainingReport {
    return reportOf(this.#core.step)
  }

  dispose(): void {
    const { model } = this.#built
    if (trainers.get(model) !== this) return
    trainers.delete(model)
    setSave(model, this.#save)
    this.#core.dispose()
  }

  #read(where: string, x: unknown, y: unknown): { readonly xs: Examples; readonly ys: Examples } {
    const xs = readExamples(where, this.#inputs, x)
    const ys = readExamples(`${where}: targets`, this.#targets, y)
    if (xs.count !== ys.count)
      throw new Error(
        `${where}: expected a target for each example, got ${xs.count} examples and ` +
          `${ys.count} targets`,
      )
    return { xs, ys }
  }

  async #load(where: string, x: unknown, y: unknown): Promise<Loaded> {
    const { xs, ys } = this.#read(where, x, y)
    return { inputs: await loaded(xs), targets: await loaded(ys), count: xs.count }
  }
}

interface Places {
  readonly inputs: readonly Place[]
  readonly targets: readonly Place[]
}

/** Not a plain assignment, after which V8 would free the model only in a full collection. */
const setSave = (model: tf.LayersModel, save: tf.LayersModel['save']): void => {
  Reflect.set(model, 'save', save)
}

/**
 * Lets the model train and evaluate with the same losses, metrics and optimizer. That optimizer
 * holds the state that a trainer writes back.
 */
const compileModel = (model: tf.LayersModel, { optimizer, targets }: ReadOptions): void => {
  const metrics = Object.fromEntries(
    model.outputNames.map((name, i) => [
      name,
      targets[i]?.metrics.map((one) => one.compiled) ?? [],
    ]),
  )
  const weights = targets.map(({ weight }) => weight)
  const options = {
    optimizer: optimizer.compiled,
    loss: targets.map(({ loss }) => loss.compiled),
    metrics,
    ...(weights.some((weight) => weight !== 1) ? { lossWeights: weights } : {}),
  }
  // the type lacks lossWeights, and lists of functions of outputs
  model.compile(options as unknown as tf.ModelCompileArgs)
}
