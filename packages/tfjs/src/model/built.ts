// The result of toModel: a model with its plan, and what both can do.
import * as tf from '@tensorflow/tfjs'
import type { AnySig, FitTap, Plan } from '@layersmith/core'
import { knownOptions } from '../base/options.js'
import { inWords } from '../base/wording.js'
import type { Graph } from '../build/graph.js'
import { isDisposed, isGone } from '../tf/internals.js'
import { releaseLayers } from '../tf/lifetime.js'
import type { FeaturesOf, InputOf, OutputOf, TargetOf } from '../tf/tensors.js'
import { type ReadBatch, targetsOf } from './batch.js'
import {
  type Extractor,
  type PredictOptions,
  TapExtractor,
  byOutputName,
  tapModel,
  tapTensors,
  tapsNamed,
} from './extractor.js'
import {
  type EvaluateOptions,
  type Examples,
  FIT_HINTS,
  FIT_OPTIONS,
  type FitOptions,
  type History,
  type Scores,
  evaluateModel,
  examplesFor,
  fitModel,
} from './fit.js'

/** A model and the plan it was made from. */
export interface Built<S extends AnySig> {
  /**
   * A plain model of TensorFlow.js: fit, evaluate, save and callbacks work on it. Its `fit`
   * shuffles by Math.random; training by the `fit` of this build is repeatable.
   */
  readonly model: tf.LayersModel
  /** Which layer serves which positions, shapes, parameters, FLOPs. */
  readonly plan: Plan
  /**
   * The output for a batch, in inference mode; takes and gives records of tensors where there are
   * several inputs or outputs. The caller disposes of the result. A net whose input has null sizes
   * is checked for the real ones, once for each shape.
   * @throws TypeError for anything but tensors, and for unknown options
   * @throws Error that names what it expected and what it got, when the batch does not match the
   *   plan's input
   * @throws BuildError with the paths at which the net does not fit the real sizes
   */
  predict(x: InputOf<S>, options?: PredictOptions): OutputOf<S>
  /**
   * Trains the model, which `model.compile` has prepared, as `model.fit` does, with three
   * differences: data and targets are typed and checked by the net, the order of the examples comes
   * from a seed, and what it gives is typed. Inputs and targets are as in `predict`: records where
   * there are several. The order is the same on every backend; with it, a net that was built with a
   * seed trains to the same weights every time, and a training that goes on after `resume` is equal
   * to one that was never interrupted.
   * @returns losses and metrics by name, with a number for each epoch
   * @throws TypeError for anything but tensors, and for wrong options
   * @throws Error when the model is not compiled, or the data do not fit it
   * @example
   * import * as tf from '@tensorflow/tfjs'
   * import { block, input, toModel } from 'layersmith'
   * const net = input([4]).dense(8).outputs({ size: block().dense(1), kind: block().dense(3) })
   * const built = toModel(net, { seed: 1 })
   * const loss = { size: 'meanSquaredError', kind: 'meanSquaredError' }
   * built.model.compile({ optimizer: 'adam', loss })
   * const x = tf.ones<tf.Rank.R2>([8, 4])
   * const y = { size: tf.ones<tf.Rank.R2>([8, 1]), kind: tf.ones<tf.Rank.R2>([8, 3]) }
   * const history = await built.fit(x, y, { epochs: 3, validationSplit: 0.25 })
   * history.size_loss.length // 3
   * history.val_kind_loss?.length // 3
   * const { kind_loss } = await built.evaluate(x, y) // a number
   * kind_loss.toFixed(1).length // 3
   * tf.dispose([x, y])
   * built.dispose()
   */
  fit(x: InputOf<S>, y: TargetOf<S>, options?: FitOptions<S>): Promise<History<S>>
  /**
   * The loss and the metrics of the model, which `model.compile` has prepared, on these examples,
   * by name, as `fit` reports them. Throws as `fit` does.
   */
  evaluate(x: InputOf<S>, y: TargetOf<S>, options?: EvaluateOptions): Promise<Scores<S>>
  /**
   * The tensors at the taps for a batch, in inference mode, by the taps' names. The caller disposes
   * of each of them. Throws as `predict` does.
   */
  features(x: InputOf<S>, options?: PredictOptions): FeaturesOf<S>
  /**
   * A model that gives the taps with these names, for detectors, style losses and transfer
   * learning. It shares the weights of this build: they train in both, and this build's `dispose()`
   * frees them. Of several inputs it has those that the taps need.
   * @throws TypeError for no names, names that no tap has, and repeated names
   * @throws Error when this build is disposed
   * @example
   * import * as tf from '@tensorflow/tfjs'
   * import { block, input, toModel } from 'layersmith'
   * const stage = (n: number) => block().conv(n, 3, { stride: 2, padding: 'same' }).relu()
   * const body = input([32, 32, 3]).pipe(stage(4)).tap('c1').pipe(stage(8)).tap('c2')
   * const net = body.globalPool().dense(10)
   * const built = toModel(net, { seed: 1 })
   * const extractor = built.extract('c2', 'c1')
   * const x = tf.zeros<tf.Rank.R4>([1, 32, 32, 3])
   * const { c1, c2 } = extractor.predict(x) // { c1: Tensor4D, c2: Tensor4D }
   * extractor.model.outputs.map((o) => o.shape) // [[null, 8, 8, 8], [null, 16, 16, 4]]
   * tf.dispose([c1, c2])
   * extractor.dispose()
   * built.dispose()
   */
  extract<const N extends readonly [string, ...string[]]>(
    ...names: { readonly [I in keyof N]: N[I] & FitTap<S, N, N[I]> }
  ): Extractor<S, N[number]>
  /**
   * Frees the weights that this build made, including those of custom layers, and the optimizer
   * that `compile` made from a name. A second call does nothing, nor is anything freed again that
   * `model.dispose()` has freed.
   */
  dispose(): void
}

const PREDICT_OPTIONS = Object.keys({ batchSize: 0 } satisfies Record<keyof PredictOptions, 0>)

/**
 * Whether losses, metrics, targets and results go by names of the plan; in a loaded model they go
 * by the names of its layers.
 */
export const isNamed = ({ outputs }: Plan): boolean => outputs.every(({ name }) => name !== null)

export class Build<S extends AnySig> implements Built<S> {
  readonly model: tf.LayersModel
  readonly plan: Plan
  readonly #graph: Graph
  readonly #read: ReadBatch
  readonly #isNamed: boolean
  readonly #variables: readonly tf.Tensor[]
  /**
   * The model that gives the taps, made at its first use; it shares the layers and owns nothing.
   */
  #view: tf.LayersModel | null = null
  #disposed = false

  constructor(
    model: tf.LayersModel,
    plan: Plan,
    graph: Graph,
    variables: readonly tf.Tensor[],
    read: ReadBatch,
  ) {
    this.model = model
    this.plan = plan
    this.#graph = graph
    this.#read = read
    this.#isNamed = isNamed(plan)
    this.#variables = variables
  }

  /** What reads batches for `predict`, of whatever toModel made. */
  static readerOf(built: object): ReadBatch | undefined {
    return #read in built ? built.#read : undefined
  }

  predict(x: InputOf<S>, options: PredictOptions = {}): OutputOf<S> {
    const given = this.model.predict(this.#ready('predict', x, options), options)
    // the plan's outputs are the signature's: law tests
    return (this.#isNamed ? byOutputName(this.model, given) : given) as OutputOf<S>
  }

  async fit(x: InputOf<S>, y: TargetOf<S>, options: FitOptions<S> = {}): Promise<History<S>> {
    knownOptions('fit', options, FIT_OPTIONS, FIT_HINTS)
    const { seed = this.plan.seed ?? 0, validationData = null, ...others } = options
    return this.#withExamples('fit', x, y, (examples) => {
      const fit = (validation: Examples | null) =>
        fitModel(this.model, examples, validation, { ...others, seed })
      if (validationData === null) return fit(null)
      const given: unknown = validationData // a caller may not use the types
      if (!Array.isArray(given))
        throw new TypeError(`fit: validationData must be [x, y], got ${inWords(given)}`)
      return this.#withExamples('fit: validationData', ...validationData, fit)
    }) as Promise<History<S>> // the model's outputs are the signature's: law tests
  }

  async evaluate(x: InputOf<S>, y: TargetOf<S>, options: EvaluateOptions = {}): Promise<Scores<S>> {
    knownOptions('evaluate', options, PREDICT_OPTIONS)
    return this.#withExamples('evaluate', x, y, (examples) =>
      evaluateModel(this.model, examples, options),
    ) as Promise<Scores<S>> // the model's outputs are the signature's: law tests
  }

  features(x: InputOf<S>, options: PredictOptions = {}): FeaturesOf<S> {
    const batch = this.#ready('features', x, options)
    if (this.plan.taps.length === 0) return {} as FeaturesOf<S> // no taps, no members
    this.#view ??= tapModel(this.#graph, this.plan.taps, `${this.model.name}.features`)
    // the plan's taps are the signature's: law tests
    return tapTensors(this.#view, batch, options) as FeaturesOf<S>
  }

  extract<const N extends readonly [string, ...string[]]>(
    ...names: { readonly [I in keyof N]: N[I] & FitTap<S, N, N[I]> }
  ): Extractor<S, N[number]> {
    this.#alive()
    return new TapExtractor(
      this.#graph,
      this.plan,
      tapsNamed(this.plan, names),
      `${this.model.name}.extract`,
      (...batch) => this.#ready(...batch),
    )
  }

  dispose(): void {
    if (this.#disposed) return
    this.#disposed = true
    // the model first: it frees its own optimizer
    releaseLayers([this.model, ...this.#graph.layers.values()], this.#variables)
    this.#view = null
  }

  #ready(where: string, x: unknown, options: unknown, needed?: readonly string[]): tf.Tensor[] {
    this.#alive()
    knownOptions(where, options, PREDICT_OPTIONS)
    return this.#read(where, x, needed)
  }

  /** Calls `use` with inputs and targets as the losses need them, and frees what that took. */
  async #withExamples<T>(
    where: string,
    x: unknown,
    y: unknown,
    use: (examples: Examples) => Promise<T>,
  ): Promise<T> {
    const xs = this.#ready(where, x, {})
    const ys = targetsOf(
      `${where}: targets`,
      y,
      this.plan.outputs.map(({ name }) => name),
    )
    const examples = examplesFor(where, this.model, xs, ys)
    try {
      return await use(examples)
    } finally {
      tf.dispose(examples.flat().filter((t) => !xs.includes(t) && !ys.includes(t)))
    }
  }

  #alive(): void {
    if (isDisposed(this.model)) throw new Error(`the model "${this.model.name}" is disposed`)
    if (this.#variables.some(isGone))
      throw new Error(
        `the weights of the model "${this.model.name}" are disposed, ` +
          'as by tf.disposeVariables() or tf.engine().reset(); build it again',
      )
  }
}

/**
 * What reads and checks batches as `built.predict` does: for packages that compute nets by other
 * means. It holds no tensors, so it outlives the build.
 * @returns a function of its caller's name, for messages, and of the batch; throws as `predict`
 *   does
 * @throws TypeError for anything that `toModel` did not make
 * @example
 * import { batchReader, input, toModel } from 'layersmith'
 * import * as tf from '@tensorflow/tfjs'
 * const built = toModel(input([null, 3]).conv1d(4, 5).globalPool1d())
 * const read = batchReader(built)
 * read('mine', tf.zeros([2, 9, 3])).length // 1
 * built.dispose()
 */
export const batchReader = (built: Pick<Built<AnySig>, 'model' | 'plan'>): ReadBatch => {
  const read = Build.readerOf(built)
  if (read !== undefined) return read
  throw new TypeError(`batchReader: needs what toModel made, got ${inWords(built)}`)
}
