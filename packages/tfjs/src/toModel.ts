// A net to a model of TensorFlow.js:
//   net → plan (core) → layers and symbolic tensors (graph.ts) → tf.LayersModel
import type * as tf from '@tensorflow/tfjs'
import { type Block, BuildError, type Open, type Ops, type Plan, type PlanOptions, type Problem, type Sig, type Trait, plan as planOf } from '@layersmith/core'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { NonEmptyArray } from 'fp-ts/lib/NonEmptyArray.js'
import { fail, onlyOneCopy } from './failure.js'
import { type Graph, makeGraph, modelOf } from './graph.js'
import { mend } from './mends/index.js'
import { releaseLayers, transaction, variablesOf } from './release.js'
import type { FeaturesOf, InputOf, OutputOf } from './tensors.js'

export interface ModelOptions extends PlanOptions {
  /** The model's own name; 'model' by default. */
  name?: string
}
export interface PredictOptions {
  /** Examples that are computed at once; 32 by default, as in TensorFlow.js. */
  batchSize?: number
}

/** A model with the plan it was made from. */
export interface Built<S extends Sig> {
  /**
   * A plain model of TensorFlow.js: fit, evaluate, save and callbacks work on it. With a seed, training is repeatable when
   * the order of the data is: pass `shuffle: false` to `fit` (its own shuffle uses Math.random).
   */
  readonly model: tf.LayersModel
  /** Which layer serves which positions, shapes, parameters, FLOPs. */
  readonly plan: Plan
  /** What comes out for a batch, in inference mode. The result is the caller's to dispose. */
  predict(x: InputOf<S>, options?: PredictOptions): OutputOf<S>
  /** What flows at the taps for a batch, in inference mode, by the taps' names. The tensors are the caller's to dispose, each for itself. */
  features(x: InputOf<S>, options?: PredictOptions): FeaturesOf<S>
  /**
   * Frees the weights that this build made, those of custom layers too, and the optimizer that `compile` made from a name.
   * Nothing happens at a second call, or for what `model.dispose()` has freed before.
   */
  dispose(): void
}

/** Ok, or why a block of signature S cannot become a model. */
export type MayBuild<S, Ok> = S extends Open<infer _ extends Ops> ? 'toModel: the input must be known; start the net with input([...])' : Ok

/**
 * A model of TensorFlow.js, functional and with deterministic names: the same net gives the same layer and weight names in
 * every build, and with a seed the same weights.
 * @throws BuildError with all problems of the net, or with the position at which TensorFlow.js refused; nothing is left half-built
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
export function toModel<S extends Sig, H extends Trait>(net: MayBuild<S, Block<S, H>>, options?: ModelOptions): Built<S> {
  const built = toModelE(net, options)
  if (isLeft(built)) throw new BuildError(built.left)
  return built.right
}

/** {@link toModel} that gives its problems instead of throwing them. */
export function toModelE<S extends Sig, H extends Trait>(net: MayBuild<S, Block<S, H>>, options: ModelOptions = {}): Either<NonEmptyArray<Problem>, Built<S>> {
  const { name = 'model', ...planOptions } = options
  try {
    return right(transaction(() => {
      onlyOneCopy()
      if (!NAME.test(name)) fail('', 'invalidOption', 'name must be letters, digits, -, ., _ and /, beginning with a letter or digit', JSON.stringify(name) ?? 'nothing', 'choose another name')
      // core refuses whatever is no block
      return buildModel<S>(planOf(net as Block<S, H>, planOptions), name)
    }))
  } catch (e) {
    if (e instanceof BuildError) return left(e.problems)
    throw e
  }
}

/** What TensorFlow.js takes as a name. */
const NAME = /^[A-Za-z0-9][-A-Za-z0-9._/]*$/

const buildModel = <S extends Sig>(plan: Plan, name: string): Built<S> => {
  const graph = makeGraph(plan)
  const model = modelOf(graph, [plan.output.from], name)
  mend(model)
  uniqueWeights(graph)
  return new Build<S>(model, plan, graph)
}

/** Weights are saved and loaded by name; layers of ours never clash, custom ones with layers inside may. */
const uniqueWeights = (graph: Graph): void => {
  const owners = new Map<string, string>()
  for (const [path, layer] of graph.layers) {
    for (const { originalName } of layer.weights) {
      const owner = owners.get(originalName)
      if (owner !== undefined) fail(path, 'customFactory', 'weights with names of their own', `"${originalName}" as in ${owner}`, 'give the layers inside names of their own; a model with equal names cannot be loaded')
      owners.set(originalName, path)
    }
  }
}

class Build<S extends Sig> implements Built<S> {
  readonly model: tf.LayersModel
  readonly plan: Plan
  readonly #graph: Graph
  readonly #variables: readonly tf.Tensor[]
  /** Made at the first use; shares the layers and owns nothing. */
  #view: tf.LayersModel | null = null
  #disposed = false

  constructor(model: tf.LayersModel, plan: Plan, graph: Graph) {
    this.model = model
    this.plan = plan
    this.#graph = graph
    this.#variables = variablesOf(graph.layers.values())
  }

  predict(x: InputOf<S>, options: PredictOptions = {}): OutputOf<S> {
    this.#alive()
    return this.model.predict(x, options) as OutputOf<S> // a model with one output gives one tensor, of its rank
  }

  features(x: InputOf<S>, options: PredictOptions = {}): FeaturesOf<S> {
    this.#alive()
    const sources = [...new Set(this.plan.taps.map((t) => t.from))]
    if (sources.length === 0) return {} as FeaturesOf<S> // no taps, no members
    this.#view ??= modelOf(this.#graph, sources, `${this.model.name}.features`)
    const given = this.#view.predict(x, options)
    const tensors = new Map((Array.isArray(given) ? given : [given]).map((t, i) => [sources[i], t]))
    const taken = new Set<string>()
    return Object.fromEntries(this.plan.taps.map(({ name, from }) => {
      const tensor = tensors.get(from)
      // two taps at one place: each has a tensor that can be disposed without the other
      const own = taken.has(from) ? tensor?.clone() : tensor
      taken.add(from)
      return [name, own]
    })) as FeaturesOf<S> // the plan's taps are the signature's: law tests
  }

  dispose(): void {
    if (this.#disposed) return
    this.#disposed = true
    // the model first: it frees an optimizer of its own
    releaseLayers([this.model, ...this.#graph.layers.values()], this.#variables)
    this.#view = null
  }

  #alive(): void {
    if (this.#disposed) throw new Error(`the model "${this.model.name}" is disposed`)
  }
}
