// A model of TensorFlow.js to a net:
//
//   model ──read──▶ values ──nest──▶ parts in parts ──cut──▶ pieces, ties ──make──▶ net
//                                                                                    └─ plan ─▶ weights by position
import type * as tf from '@tensorflow/tfjs'
import {
  type AnyDescription,
  type AnyNet,
  BuildError,
  type Plan,
  type Problem,
  check,
} from '@layersmith/core'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { NonEmptyArray } from 'fp-ts/lib/NonEmptyArray.js'
import { tell } from '../base/wording.js'
import { makeGraph } from '../build/make-graph.js'
import { usesIn } from '../inspect/uses.js'
import { isDisposed, variableOf } from '../tf/internals.js'
import { releaseLayers, transaction, weightsIn } from '../tf/lifetime.js'
import { onlyOneCopy } from '../tf/one-copy.js'
import { type AnyModel, asModel, namedWeights } from '../weights/named-weights.js'
import { piecesOf } from './cut.js'
import { type CustomBlock, Maker, failOurs } from './make-net.js'
import { leavesOf } from './pieces.js'
import { Reading, type Value } from './read-model.js'

/** What a model is made of. */
export interface Imported<N extends AnyDescription = AnyNet> {
  readonly net: N
  /**
   * The model's own variables, by the names that the weights of the built net have: for
   * `loadWeights`. They are the model's: they change when it trains and are freed with it.
   */
  readonly weights: Readonly<Record<string, tf.Tensor>>
  /**
   * The blocks of layers that are no kinds, by the names that they have in the net: what the
   * function of {@link toSource} takes.
   */
  readonly customs: Readonly<Record<string, CustomBlock>>
}

/**
 * A model as a net, with its weights: a functional model or a Sequential, made by hand or loaded,
 * or what `toModel` made. Nothing of the model is changed or used by the net, which builds layers
 * of its own.
 *
 * Models in the model become parts of their names, and layers in which branches meet become
 * `residual` and `branch`, several inputs and outputs `inputs` and `outputs`. A layer or model with
 * weights at several places becomes a `tie`. Frozen layers are frozen parts. A layer of a class
 * that is no kind, or with settings that its kind does not take, becomes a `custom` with a factory
 * for the same class and config. Several outputs keep the names that the model has for them. Where
 * TensorFlow.js merges several values at once and some of them meet before, the net merges those
 * first; sums are then added up in another order.
 *
 * The compiler cannot know what is in a model: `N` is what the net is taken for, by default a net
 * of one input and one output, of any sizes.
 * @throws BuildError with problems that name the layer: a BatchNormalization at several places,
 *   branches that do not nest, a merge of unequal shapes, a layer of several inputs or outputs that
 *   is no merge, one that no output depends on, or one that cannot be made again
 * @throws TypeError for what is no model
 * @throws Error for a model that is disposed
 * @example
 * import { fromModel, loadWeights, toModel, toSource } from 'layersmith'
 * import * as tf from '@tensorflow/tfjs'
 * const x = tf.input({ shape: [8] })
 * const hidden = tf.layers.dense({ units: 8 }).apply(x) as tf.SymbolicTensor
 * const sum = tf.layers.add().apply([hidden, x]) as tf.SymbolicTensor
 * const model = tf.model({ inputs: x, outputs: tf.layers.dense({ units: 2 }).apply(sum) as tf.SymbolicTensor })
 *
 * const { net, weights } = fromModel(model)
 * Object.keys(weights) // ['residual1.dense1/kernel', 'residual1.dense1/bias', 'dense1/kernel', 'dense1/bias']
 * toSource(net).split('\n')[2] // 'export const net = input([8]).pipe(residual(block().dense(8))).dense(2)'
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
 * {@link fromModel} that gives its problems instead of throwing them.
 * @example
 * import { fromModelE, render } from 'layersmith'
 * import * as tf from '@tensorflow/tfjs'
 * const bn = tf.layers.batchNormalization({ name: 'bn' })
 * const x = tf.input({ shape: [4], name: 'x' })
 * const model = tf.model({ inputs: x, outputs: bn.apply(bn.apply(x)) as tf.SymbolicTensor })
 * const imported = fromModelE(model)
 * imported._tag === 'Left' ? imported.left.map(render) : [] // ['bn: running statistics must belong to one place, got 2: bn#1 after x and bn#2 after bn#1; make a layer for each place']
 * model.dispose()
 */
export const fromModelE = <N extends AnyDescription = AnyNet>(
  net: AnyModel,
): Either<NonEmptyArray<Problem>, Imported<N>> => {
  const model = asModel(net)
  if (model === null)
    throw new TypeError(`fromModel: needs what toModel made, or a tf.LayersModel, got ${tell(net)}`)
  if (model.outputs.length === 0)
    throw new TypeError(`fromModel: the model "${model.name}" has no layers yet`)
  if (isDisposed(model) || model.weights.some((weight) => variableOf(weight).isDisposed))
    throw new Error(`fromModel: the model "${model.name}" is disposed`)
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
  const { net: pieces, problems } = piecesOf(
    reading,
    (layer) => uses.get(layer)?.places.map(({ text }) => text) ?? [],
  )
  refuse(problems)
  const maker = new Maker()
  const net = maker.net(pieces)
  const checked = check(net)
  if (isLeft(checked)) return failOurs(checked.left)
  const weights = weightsFor(checked.right, leavesOf(pieces))
  complete(model, weights)
  // what N is the caller says
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
 * The weights of the model's layers by the names that those of the net's layers have, which are
 * made to ask them.
 */
const weightsFor = (plan: Plan, leaves: readonly Value[]): Record<string, tf.Tensor> => {
  const sources = new Map<string, tf.layers.Layer>()
  // merges are positions and no leaves
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
    const { layers } = makeGraph(plan, { skipInitializers: true })
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

/** Every weight of the model is in the record. */
const complete = (model: tf.LayersModel, weights: Readonly<Record<string, tf.Tensor>>): void => {
  const taken = new Set(Object.values(weights))
  const missing = namedWeights(model).find(({ weight }) => !taken.has(weight.read()))
  if (missing !== undefined)
    ownBug(`the weight ${missing.name} of ${missing.path} is at no position`)
}

const ownBug = (what: string): never => {
  throw new Error(`layersmith: ${what}; please report this model`)
}
