// From a model of TensorFlow.js to a net:
//
//   model -read-> values -nest-> parts in parts -cut-> pieces and ties -make-> net
//     net -plan-> weights by position
import type * as tf from '@tensorflow/tfjs'
import {
  type AnyDescription,
  type AnyNet,
  BuildError,
  type Plan,
  type Problem,
  check,
  shortened,
} from '@layersmith/core'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { NonEmptyArray } from 'fp-ts/lib/NonEmptyArray.js'
import { inWords } from '../base/wording.js'
import { makeGraph } from '../build/make-graph.js'
import { usesIn } from '../inspect/uses.js'
import { isDisposed, variableOf } from '../tf/internals.js'
import { releaseLayers, transaction, weightsIn } from '../tf/lifetime.js'
import { onlyOneCopy } from '../tf/one-copy.js'
import { withoutNumbers } from '../tf/zero-weights.js'
import { type AnyModel, asModel, namedWeights } from '../weights/named-weights.js'
import { piecesOf } from './cut.js'
import { type CustomBlock, Maker, failOurs } from './make-net.js'
import { leavesOf } from './pieces.js'
import { Reading, type Value } from './read-model.js'

/** A model as a net, its weights and its custom blocks. */
export interface Imported<N extends AnyDescription = AnyNet> {
  readonly net: N
  /**
   * The model's own variables, by the names that the weights of the built net will have: for
   * `loadWeights`. They belong to the model: they change when it trains and are freed with it.
   */
  readonly weights: Readonly<Record<string, tf.Tensor>>
  /**
   * The blocks of layers that are not kinds, by their names in the net: the argument of the
   * function that `toSource` writes.
   */
  readonly customs: Readonly<Record<string, CustomBlock>>
}

/**
 * Turns a model into a net and its weights: a functional model or a Sequential, hand-written or
 * loaded, or one that `toModel` made. The net neither changes nor uses the model, and builds its
 * own layers.
 *
 * Nested models become parts with their names; layers in which branches meet become `residual` and
 * `branch`; several inputs and outputs become `inputs` and `outputs`. What does not nest becomes a
 * `graph`. A layer or model with weights
 * at several places becomes a `tie`. Frozen layers become frozen parts. A layer whose class is not
 * a kind, or with settings that its kind does not take, becomes a `custom` with a factory for the
 * same class and config. Several outputs keep their names in the model. Where TensorFlow.js merges
 * several values at once and some of them meet earlier, the net merges those first, which changes
 * the order of sums.
 *
 * The compiler cannot know what is in a model: `N` is the assumed type of the net, by default a net
 * with one input and one output of any sizes.
 * @throws BuildError with problems that name the layer: a BatchNormalization at several places,
 *   a merge of values of different ranks, a layer with several inputs or outputs that is not a
 *   merge, one that no output depends on, or one that cannot be made again
 * @throws TypeError for anything but a model
 * @throws Error for a disposed model
 * @example
 * import { fromModel, loadWeights, toModel, toSource } from 'layersmith'
 * import * as tf from '@tensorflow/tfjs'
 * const x = tf.input({ shape: [8] })
 * const hidden = tf.layers.dense({ units: 8 }).apply(x) as tf.SymbolicTensor
 * const sum = tf.layers.add().apply([hidden, x]) as tf.SymbolicTensor
 * const y = tf.layers.dense({ units: 2 }).apply(sum) as tf.SymbolicTensor
 * const model = tf.model({ inputs: x, outputs: y })
 *
 * const { net, weights } = fromModel(model)
 * const names = Object.keys(weights)
 * names.slice(0, 2) // ['residual1.dense1/kernel', 'residual1.dense1/bias']
 * names.slice(2) // ['dense1/kernel', 'dense1/bias']
 * const [, source] = toSource(net).split('export const net = ')
 * source?.trim() // 'input([8]).pipe(residual(block().dense(8))).dense(2)'
 * const built = toModel(net)
 * loadWeights(built, weights)
 * built.dispose()
 * model.dispose()
 */
export const fromModel = <N extends AnyDescription = AnyNet>(model: AnyModel): Imported<N> => {
  const imported = fromModelE<N>(model)
  if (isLeft(imported)) throw new BuildError(imported.left)
  return imported.right
}

/**
 * {@link fromModel}, but returns its problems instead of throwing them.
 * @example
 * import { fromModelE } from 'layersmith'
 * import * as tf from '@tensorflow/tfjs'
 * const bn = tf.layers.batchNormalization({ name: 'bn' })
 * const x = tf.input({ shape: [4], name: 'x' })
 * const model = tf.model({ inputs: x, outputs: bn.apply(bn.apply(x)) as tf.SymbolicTensor })
 * const imported = fromModelE(model)
 * const [problem] = imported._tag === 'Left' ? imported.left : []
 * problem?.path // 'bn'
 * problem?.got // '2: bn#1 after x and bn#2 after bn#1'
 * problem?.fix // 'make a layer for each place'
 * model.dispose()
 */
export const fromModelE = <N extends AnyDescription = AnyNet>(
  net: AnyModel,
): Either<NonEmptyArray<Problem>, Imported<N>> => {
  const model = asModel(net)
  if (model === null)
    throw new TypeError(
      `fromModel: needs what toModel made, or a tf.LayersModel, got ${inWords(net)}`,
    )
  if (model.outputs.length === 0)
    throw new TypeError(shortened(`fromModel: the model "${model.name}" has no layers yet`))
  if (isDisposed(model) || model.weights.some((weight) => variableOf(weight).isDisposed))
    throw new Error(shortened(`fromModel: the model "${model.name}" is disposed`))
  try {
    onlyOneCopy()
    return right(imported<N>(model))
  } catch (e) {
    if (e instanceof BuildError) return left(e.problems)
    throw e
  }
}

const imported = <N extends AnyDescription>(model: tf.LayersModel): Imported<N> => {
  const reading = new Reading(model)
  refuse(reading.problems)
  const uses = usesIn(model)
  const { net: pieces, problems } = piecesOf(reading, uses)
  refuse(problems)
  const maker = new Maker()
  const net = maker.net(pieces)
  const checked = check(net)
  if (isLeft(checked)) return failOurs(checked.left)
  const weights = weightsFor(checked.right, leavesOf(pieces))
  complete(model, weights)
  // the caller vouches for N
  return Object.freeze({
    net: net as N,
    weights: Object.freeze(weights),
    customs: Object.freeze(Object.fromEntries(maker.customs)),
  })
}

const refuse = ([first, ...rest]: readonly Problem[]): void => {
  if (first !== undefined) throw new BuildError([first, ...rest])
}

/**
 * The weights of the model's layers, by the names of the net's weights. It makes the net's layers
 * to learn those names.
 */
const weightsFor = (plan: Plan, leaves: readonly Value[]): Record<string, tf.Tensor> => {
  const sources = new Map<string, tf.layers.Layer>()
  // merges are positions but not leaves
  const positions = plan.positions.filter(
    ({ kind, params }) => kind === 'custom' || params.trainable + params.nonTrainable > 0,
  )
  const holding = leaves.flatMap(({ use }) =>
    use !== null && use.is !== 'merge' && (use.is === 'custom' || use.layer.weights.length > 0)
      ? [use.layer]
      : [],
  )
  if (positions.length !== holding.length)
    ownBug(`${positions.length} positions for ${holding.length} layers`)
  positions.forEach(({ path, instance }, i) => {
    const layer = holding[i]
    if (path === instance && layer !== undefined) sources.set(instance, layer)
  })
  return transaction(() => {
    const { layers } = withoutNumbers(Infinity, () => makeGraph(plan))
    const variables = weightsIn(layers).map(({ weight }) => weight.read())
    const weights = [...sources].flatMap(([id, source]) => {
      const made = layers.get(id)?.weights ?? []
      if (made.length !== source.weights.length)
        ownBug(`${id} has ${made.length} weights, ${source.name} has ${source.weights.length}`)
      return made.map(({ originalName, shape }, i) => {
        const weight = source.weights[i]?.read()
        if (weight === undefined || String(weight.shape) !== String(shape))
          return ownBug(
            `${originalName} is ${String(shape)}, in ${source.name} it is ${String(weight?.shape)}`,
          )
        return [originalName, weight] as const
      })
    })
    releaseLayers(layers.values(), variables)
    return Object.fromEntries(weights)
  })
}

/** Checks that every weight of the model is in the record. */
const complete = (model: tf.LayersModel, weights: Readonly<Record<string, tf.Tensor>>): void => {
  const taken = new Set(Object.values(weights))
  const missing = namedWeights(model).find(({ weight }) => !taken.has(weight.read()))
  if (missing !== undefined)
    ownBug(`the weight ${missing.name} of ${missing.path} is at no position`)
}

const ownBug = (what: string): never => {
  throw new Error(`layersmith: ${what}; please report this model`)
}
