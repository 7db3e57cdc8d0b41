// From a net to a model of TensorFlow.js:
//   net → plan (core) → layers and symbolic tensors (build/make-graph.ts) → tf.LayersModel
import {
  type AnyDescription,
  type AnySig,
  BuildError,
  type Description,
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
import { nameProblems, optionProblems } from '../base/options.js'
import { fail } from '../base/problem.js'
import { distinctTensors } from '../build/distinct-tensors.js'
import { makeGraph } from '../build/make-graph.js'
import { modelOf } from '../build/model-of.js'
import { mendModel } from '../mends/mend.js'
import { type OwnedWeight, transaction, weightsIn } from '../tf/lifetime.js'
import { onlyOneCopy } from '../tf/one-copy.js'
import { type ReadBatch, readerFor } from './batch.js'
import { Build, type Built, isNamed } from './built.js'

/** The options of `toModel`. */
export interface ModelOptions extends PlanOptions {
  /** The model's own name; 'model' by default. */
  name?: string | undefined
}

type NoInput<S> =
  S extends Open<infer _ extends Ops>
    ? 'toModel: the input must be known; start the net with input([...])'
    : ''
// `infer` keeps the text from a function that is generic over the block, as in core's checks
type NoInputText<S> = NoInput<S> extends infer M extends string ? M : ''
/** Ok, or why a block of signature S cannot become a model. */
export type MayBuild<S, Ok> = `${NoInputText<S>}` extends `${string} ${string}`
  ? NoInputText<S>
  : Ok

/**
 * Builds a functional model of TensorFlow.js with deterministic names: the same net gives the same
 * layer and weight names in every build, and with a seed the same weights.
 * @throws BuildError with all problems of the net, or with the position that TensorFlow.js refused;
 *   nothing is left half-built
 * @example
 * import { block, input, toModel } from 'layersmith'
 * import * as tf from '@tensorflow/tfjs'
 * const stem = block().conv(4, 3, { padding: 'same' }).bn().relu()
 * const net = input([8, 8, 1]).pipe(stem).tap('edges').pipe(stem).globalPool().dense(2)
 * const built = toModel(net, { seed: 42 })
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

/** {@link toModel}, but returns its problems instead of throwing them. */
export function toModelE<S extends AnySig, H extends Trait>(
  net: MayBuild<S, Description<S, H>>,
  options: ModelOptions = {},
): Either<NonEmptyArray<Problem>, Built<S>> {
  const refused = optionProblems(options, OPTIONS)
  if (refused[0]?.code === 'invalidOption') return left([refused[0]])
  const { name = 'model', ...rest } = options
  // this is also a copy, since nets are checked again when their sizes are known
  const planOptions: PlanOptions = Object.fromEntries(
    Object.entries(rest).filter(([key]) => OPTIONS.includes(key)),
  )
  try {
    return right(
      transaction(() => {
        onlyOneCopy()
        // core refuses anything else
        const described = net as Description<S, H>
        const plan = planOf(described, planOptions, [...refused, ...nameProblems(name)])
        const fit = (inputShape: PlanOptions['inputShape']): void => {
          planOf(described, { ...planOptions, inputShape }, [])
        }
        return buildModel<S>(plan, name, readerFor(plan.inputs, fit))
      }),
    )
  } catch (e) {
    if (e instanceof BuildError) return left(e.problems)
    throw e
  }
}

/** The plan of a net; throws its problems, and those found before. */
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
const buildModel = <S extends AnySig>(plan: Plan, name: string, read: ReadBatch): Built<S> => {
  const graph = makeGraph(plan)
  const model = modelOf(
    graph,
    distinctTensors(
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
    read,
  )
}

/**
 * Refuses equal names, since weights are saved and loaded by name. Our layers never clash; custom
 * ones that contain layers may.
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
        'weights with unique names',
        `"${originalName}" as in ${owner}`,
        'give the layers inside unique names; a model with equal names cannot be loaded',
      )
    owners.set(originalName, path)
  }
}
