// Models that give taps, over the layers of a build.
import type * as tf from '@tensorflow/tfjs'
import {
  type AnySig,
  type Code,
  type Plan,
  type PlannedTap,
  nearest,
  render,
} from '@layersmith/core'
import { problemAt } from '../base/problem.js'
import { inWords } from '../base/wording.js'
import { distinctTensors } from '../build/distinct-tensors.js'
import { type Graph, found } from '../build/graph.js'
import { modelOf } from '../build/model-of.js'
import { mendView } from '../mends/mend.js'
import { isDisposed } from '../tf/internals.js'
import type { ExtractorInputOf, FeaturesOf } from '../tf/tensors.js'

/** The options of `predict` and `features`. */
export interface PredictOptions {
  /** How many examples are computed at once; 32 by default, as in TensorFlow.js. */
  batchSize?: number | undefined
}

/**
 * A model that gives some taps of a build, from those of its inputs that the taps need. It shares
 * the weights of the build and owns none.
 */
export interface Extractor<S extends AnySig, N extends string> {
  /**
   * A plain model of TensorFlow.js, with its outputs in the order of the names: you can compile,
   * train and save it, or use it as a layer of another model. `model.dispose()` frees its own
   * optimizer and leaves the build alone.
   */
  readonly model: tf.LayersModel
  /** Its taps, in the order of the names. */
  readonly taps: readonly PlannedTap[]
  /**
   * The tensors at the taps for a batch, in inference mode, by the taps' names. The caller disposes
   * of each of them. For a net with several inputs it takes a record of those that the taps need
   * (`model.inputNames`); the record may hold others, which are left out. Throws as the build's
   * `predict` does, and when the extractor or the build is disposed.
   */
  predict(
    x: ExtractorInputOf<S>,
    options?: PredictOptions,
  ): { readonly [K in N]: K extends keyof FeaturesOf<S> ? FeaturesOf<S>[K] : tf.Tensor }
  /** Frees what `model.compile` made, and nothing of the build. A second call does nothing. */
  dispose(): void
}

/**
 * The tensors of a batch for the inputs that are needed; throws when the batch does not fit, or the
 * build is disposed.
 */
export type Ready = (
  where: string,
  x: unknown,
  options: unknown,
  needed: readonly string[],
) => tf.Tensor[]

/** The model from a graph's inputs to taps. */
export const tapModel = (
  graph: Graph,
  taps: readonly PlannedTap[],
  name: string,
): tf.LayersModel => {
  // no position's path ends in .tap
  const model = modelOf(
    graph,
    distinctTensors(
      graph,
      taps.map((tap) => ({ from: tap.from, name: `${tap.name}.tap` })),
    ),
    name,
  )
  model.outputNames = taps.map((tap) => tap.name)
  mendView(model)
  return model
}

/** The tensors at the taps of a tap model, by the taps' names. */
export const tapTensors = (
  model: tf.LayersModel,
  batch: tf.Tensor[],
  options: PredictOptions,
): Readonly<Record<string, tf.Tensor>> => byOutputName(model, model.predict(batch, options))

/** The outputs of a model, by their names. */
export const byOutputName = (
  model: tf.LayersModel,
  given: tf.Tensor | tf.Tensor[],
): Readonly<Record<string, tf.Tensor>> =>
  Object.fromEntries(
    [given].flat().map((tensor, i) => [model.outputNames[i] ?? '', tensor] as const),
  )

/**
 * The taps of a plan with these names, in the order of the names.
 * @throws TypeError for no names, names that no tap has, and repeated names
 */
export const tapsNamed = ({ taps }: Plan, names: readonly unknown[]): readonly PlannedTap[] => {
  const known = taps.map(({ name }) => name)
  const list = known.length === 0 ? 'none' : known.join(', ')
  const refuse = (code: Code, got: string, fix: string): never => {
    throw new TypeError(`extract: ${render(problemAt('', code, list, got, fix))}`)
  }
  if (names.length === 0)
    throw new TypeError(`extract: needs the names of taps; the taps are ${list}`)
  return names.map((name, i) => {
    const tap = taps.find((t) => t.name === name)
    if (tap === undefined) {
      const meant = typeof name === 'string' ? nearest(name, known) : undefined
      return refuse(
        'unknownTap',
        typeof name === 'string' ? name : inWords(name),
        meant === undefined ? 'name a place with .tap()' : `did you mean ${meant}?`,
      )
    }
    return names.indexOf(name) < i ? refuse('duplicateTap', tap.name, 'name it once') : tap
  })
}

/** The names of the inputs that taps depend on, in the plan's order. */
const inputsNeededBy = (
  { inputs, positions }: Plan,
  taps: readonly PlannedTap[],
): readonly string[] => {
  const before = new Map(positions.map((p) => [p.path, p.inputs]))
  const reached = new Set(taps.map(({ from }) => from))
  for (const path of reached) for (const from of before.get(path) ?? []) reached.add(from)
  return inputs.map(({ name }) => name).filter((name) => reached.has(name))
}

export class TapExtractor<S extends AnySig, N extends string> implements Extractor<S, N> {
  readonly model: tf.LayersModel
  readonly taps: readonly PlannedTap[]
  readonly #needed: readonly string[]
  readonly #ready: Ready

  constructor(graph: Graph, plan: Plan, taps: readonly PlannedTap[], name: string, ready: Ready) {
    this.#needed = inputsNeededBy(plan, taps)
    this.model = tapModel(
      { ...graph, inputs: this.#needed.map((input) => found(graph.at, input)) },
      taps,
      name,
    )
    this.taps = Object.freeze([...taps])
    this.#ready = ready
  }

  predict(
    x: ExtractorInputOf<S>,
    options: PredictOptions = {},
  ): ReturnType<Extractor<S, N>['predict']> {
    const batch = this.#ready('extract', x, options, this.#needed)
    if (this.#isDisposed()) throw new Error(`the extractor "${this.model.name}" is disposed`)
    // tapsNamed has found the taps of these names
    return tapTensors(this.model, batch, options) as ReturnType<Extractor<S, N>['predict']>
  }

  dispose(): void {
    if (!this.#isDisposed()) this.model.dispose()
  }

  #isDisposed(): boolean {
    return isDisposed(this.model)
  }
}
