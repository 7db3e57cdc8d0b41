// A net to a model of TensorFlow.js:
//   net → plan (core) → layers and symbolic tensors (graph.ts) → tf.LayersModel
import type * as tf from '@tensorflow/tfjs'
import {
  type AnyDescription,
  type AnySig,
  BuildError,
  type Description,
  type FitTap,
  type Open,
  type Ops,
  type Plan,
  type PlanOptions,
  type Problem,
  type Trait,
  check,
} from '@layersmith/core'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { NonEmptyArray } from 'fp-ts/lib/NonEmptyArray.js'
import { fail } from '../base/problem.js'
import { onlyOneCopy } from '../tf/one-copy.js'
import { type Fit, makeFit } from './batch.js'
import {
  type Extractor,
  type PredictOptions,
  TapExtractor,
  flowing,
  named,
  tapModel,
  tapsNamed,
} from './extractor.js'
import type { Graph } from '../build/graph.js'
import { modelOf } from '../build/model-of.js'
import { ownTensors } from '../build/own-tensors.js'
import { makeGraph } from '../build/make-graph.js'
import { hidden } from '../tf/internals.js'
import { mendModel } from '../mends/mend.js'
import { knownOptions, nameProblems, optionProblems } from '../base/options.js'
import { type OwnedWeight, releaseLayers, transaction, weightsIn } from '../tf/lifetime.js'
import type { FeaturesOf, InputOf, OutputOf } from '../tf/tensors.js'

export interface ModelOptions extends PlanOptions {
  /** The model's own name; 'model' by default. */
  name?: string
}

/** A model with the plan it was made from. */
export interface Built<S extends AnySig> {
  /**
   * A plain model of TensorFlow.js: fit, evaluate, save and callbacks work on it. With a seed,
   * training is repeatable when the order of the data is: pass `shuffle: false` to `fit` (its own
   * shuffle uses Math.random).
   */
  readonly model: tf.LayersModel
  /** Which layer serves which positions, shapes, parameters, FLOPs. */
  readonly plan: Plan
  /**
   * What comes out for a batch, in inference mode; records of tensors where there are several
   * inputs or outputs. The result is the caller's to dispose. A net whose input has null sizes is
   * checked for the real ones, once for each.
   * @throws TypeError for what is no tensor, and for options that are not known
   * @throws Error that names what was expected and what came, when the batch is not of the plan's
   *   input
   * @throws BuildError with the paths at which the net does not fit the real sizes
   */
  predict(x: InputOf<S>, options?: PredictOptions): OutputOf<S>
  /**
   * What flows at the taps for a batch, in inference mode, by the taps' names. The tensors are the
   * caller's to dispose, each for itself. Throws as `predict` does.
   */
  features(x: InputOf<S>, options?: PredictOptions): FeaturesOf<S>
  /**
   * A model that gives the taps of these names, for detectors, style losses and transfer learning.
   * It shares the weights of this build: they train in both, and are freed by this build's
   * `dispose()`. Of several inputs it has those that the taps need.
   * @throws TypeError for no names, names that no tap has, and names that come twice
   * @throws Error when this build is disposed
   * @example
   * import * as tf from '@tensorflow/tfjs'
   * import { block, input, toModel } from 'layersmith'
   * const stage = (filters: number) => block().conv(filters, 3, { stride: 2, padding: 'same' }).relu()
   * const net = input([32, 32, 3]).pipe(stage(4)).tap('c1').pipe(stage(8)).tap('c2').globalPool().dense(10)
   * const built = toModel(net, { seed: 1 })
   * const extractor = built.extract('c2', 'c1')
   * const { c1, c2 } = extractor.predict(tf.zeros([1, 32, 32, 3])) // { c1: Tensor4D, c2: Tensor4D }
   * extractor.model.outputs.map((o) => o.shape) // [[null, 8, 8, 8], [null, 16, 16, 4]]
   * tf.dispose([c1, c2])
   * extractor.dispose()
   * built.dispose()
   */
  extract<const N extends readonly [string, ...string[]]>(
    ...names: { readonly [I in keyof N]: N[I] & FitTap<S, N, N[I]> }
  ): Extractor<S, N[number]>
  /**
   * Frees the weights that this build made, those of custom layers too, and the optimizer that
   * `compile` made from a name. Nothing happens at a second call, or for what `model.dispose()` has
   * freed before.
   */
  dispose(): void
}

/** Ok, or why a block of signature S cannot become a model. */
export type MayBuild<S, Ok> =
  S extends Open<infer _ extends Ops>
    ? 'toModel: the input must be known; start the net with input([...])'
    : Ok

/**
 * A model of TensorFlow.js, functional and with deterministic names: the same net gives the same
 * layer and weight names in every build, and with a seed the same weights.
 * @throws BuildError with all problems of the net, or with the position at which TensorFlow.js
 *   refused; nothing is left half-built
 * @example
 * import { block, input, toModel } from 'layersmith'
 * import * as tf from '@tensorflow/tfjs'
 * const stem = block().conv(4, 3, { padding: 'same' }).bn().relu()
 * const built = toModel(input([8, 8, 1]).pipe(stem).tap('edges').pipe(stem).globalPool().dense(2), { seed: 42 })
 * const x = tf.zeros<tf.Rank.R4>([5, 8, 8, 1])
 * built.predict(x).shape // [5, 2]
 * built.features(x).edges.shape // [5, 8, 8, 4]
 * built.model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
 * built.dispose()
 */
export function toModel<S extends AnySig, H extends Trait>(
  net: MayBuild<S, Description<S, H>>,
  options?: ModelOptions,
): Built<S> {
  const built = toModelE(net, options)
  if (isLeft(built)) throw new BuildError(built.left)
  return built.right
}

/** {@link toModel} that gives its problems instead of throwing them. */
export function toModelE<S extends AnySig, H extends Trait>(
  net: MayBuild<S, Description<S, H>>,
  options: ModelOptions = {},
): Either<NonEmptyArray<Problem>, Built<S>> {
  const refused = optionProblems(options, OPTIONS)
  if (refused[0]?.code === 'invalidOption') return left([refused[0]])
  const { name = 'model', ...rest } = options
  // also a copy, for nets that are checked again when their sizes are known
  const planOptions: PlanOptions = Object.fromEntries(
    Object.entries(rest).filter(([key]) => OPTIONS.includes(key)),
  )
  try {
    return right(
      transaction(() => {
        onlyOneCopy()
        // core refuses whatever is none
        const described = net as Description<S, H>
        const plan = planOf(described, planOptions, [...refused, ...nameProblems(name)])
        return buildModel<S>(plan, name, makeFit(described, planOptions, plan.inputs))
      }),
    )
  } catch (e) {
    if (e instanceof BuildError) return left(e.problems)
    throw e
  }
}

/** The plan of a net, or its problems and those found before. */
const planOf = (net: AnyDescription, options: PlanOptions, before: readonly Problem[]): Plan => {
  const checked = check(net, options)
  if (isLeft(checked)) throw new BuildError([checked.left[0], ...checked.left.slice(1), ...before])
  const [first, ...rest] = before
  if (first !== undefined) throw new BuildError([first, ...rest])
  return checked.right
}

const OPTIONS = Object.keys({
  name: 0,
  inputShape: 0,
  seed: 0,
  share: 0,
  trainable: 0,
} satisfies Record<keyof ModelOptions, 0>)
const PREDICT_OPTIONS = Object.keys({ batchSize: 0 } satisfies Record<keyof PredictOptions, 0>)

const buildModel = <S extends AnySig>(plan: Plan, name: string, fit: Fit): Built<S> => {
  const graph = makeGraph(plan)
  const model = modelOf(
    graph,
    ownTensors(
      graph,
      plan.outputs.map((o) => ({ from: o.from, name: o.name ?? '' })),
    ),
    name,
  )
  const weights = weightsIn(graph.layers)
  if (isNamed(plan)) model.outputNames = plan.outputs.map(({ name }) => name ?? '')
  mendModel(
    model,
    weights.map(({ weight }) => weight),
  )
  uniqueWeights(weights)
  return new Build<S>(
    model,
    plan,
    graph,
    weights.map(({ weight }) => weight.read()),
    fit,
  )
}

/**
 * Whether losses, metrics and targets go by names of the plan, and so do results; of a loaded model
 * they go by those of the layers.
 */
const isNamed = ({ outputs }: Plan): boolean => outputs.every(({ name }) => name !== null)

/**
 * Weights are saved and loaded by name; layers of ours never clash, custom ones with layers inside
 * may.
 */
const uniqueWeights = (weights: readonly OwnedWeight[]): void => {
  const owners = new Map<string, string>()
  for (const {
    path,
    weight: { originalName },
  } of weights) {
    const owner = owners.get(originalName)
    if (owner !== undefined)
      fail(
        path,
        'customFactory',
        'weights with names of their own',
        `"${originalName}" as in ${owner}`,
        'give the layers inside names of their own; a model with equal names cannot be loaded',
      )
    owners.set(originalName, path)
  }
}

class Build<S extends AnySig> implements Built<S> {
  readonly model: tf.LayersModel
  readonly plan: Plan
  readonly #graph: Graph
  readonly #fit: Fit
  readonly #isNamed: boolean
  readonly #variables: readonly tf.Tensor[]
  /** Made at the first use; shares the layers and owns nothing. */
  #view: tf.LayersModel | null = null
  #disposed = false

  constructor(
    model: tf.LayersModel,
    plan: Plan,
    graph: Graph,
    variables: readonly tf.Tensor[],
    fit: Fit,
  ) {
    this.model = model
    this.plan = plan
    this.#graph = graph
    this.#fit = fit
    this.#isNamed = isNamed(plan)
    this.#variables = variables
  }

  predict(x: InputOf<S>, options: PredictOptions = {}): OutputOf<S> {
    const given = this.model.predict(this.#ready('predict', x, options), options)
    return (this.#isNamed ? named(this.model, given) : given) as OutputOf<S> // the plan's outputs are the signature's: law tests
  }

  features(x: InputOf<S>, options: PredictOptions = {}): FeaturesOf<S> {
    const batch = this.#ready('features', x, options)
    if (this.plan.taps.length === 0) return {} as FeaturesOf<S> // no taps, no members
    this.#view ??= tapModel(this.#graph, this.plan.taps, `${this.model.name}.features`)
    return flowing(this.#view, batch, options) as FeaturesOf<S> // the plan's taps are the signature's: law tests
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
    // the model first: it frees an optimizer of its own
    releaseLayers([this.model, ...this.#graph.layers.values()], this.#variables)
    this.#view = null
  }

  #ready(where: string, x: unknown, options: unknown, needed?: readonly string[]): tf.Tensor[] {
    this.#alive()
    knownOptions(where, options, PREDICT_OPTIONS)
    return this.#fit(where, x, needed)
  }

  #alive(): void {
    if (hidden(this.model)._refCount === 0)
      throw new Error(`the model "${this.model.name}" is disposed`)
  }
}
