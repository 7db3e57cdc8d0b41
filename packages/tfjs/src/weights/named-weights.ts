// The weights of a model by the names they are saved under.
import * as tf from '@tensorflow/tfjs'
import { shortened } from '@layersmith/core'
import { inWords } from '../base/wording.js'
import { isDisposed, variableOf } from '../tf/internals.js'

/** A model, or something that has one: the result of `toModel` or `extract`. */
export type AnyModel = tf.LayersModel | { readonly model: tf.LayersModel }

/** A weight, the name it is saved under, and the layer that has it. */
export interface NamedWeight {
  readonly name: string
  readonly weight: tf.LayerVariable
  readonly layer: tf.layers.Layer
  /** The layer's name, after the names of the models around it. */
  readonly path: string
}
/**
 * The weights of a layer, or of the layers in a model; their names do not mention the models around
 * them.
 */
export const namedWeights = (layer: tf.layers.Layer, around = ''): readonly NamedWeight[] => {
  const path = around + layer.name
  return layer instanceof tf.LayersModel
    ? layer.layers.flatMap((inner) => namedWeights(inner, `${path} > `))
    : layer.weights.map((weight) => ({ name: weight.originalName, weight, layer, path }))
}

export const byName = (where: string, net: unknown): ReadonlyMap<string, tf.LayerVariable> => {
  const model = asModel(net)
  if (model === null)
    throw new TypeError(
      `${where}: needs what toModel made, or a tf.LayersModel, got ${inWords(net)}`,
    )
  const found = new Map<string, NamedWeight>()
  for (const named of model.layers.flatMap((layer) => namedWeights(layer))) {
    const other = found.get(named.name)
    // there may be two ways to a layer
    if (other?.weight === named.weight) continue
    if (other !== undefined)
      throw new Error(
        shortened(
          `${where}: "${named.name}" is the name of two weights, ` +
            `of ${other.path} and of ${named.path}; give these layers different names`,
        ),
      )
    found.set(named.name, named)
  }
  const weights = new Map([...found].map(([name, { weight }]) => [name, weight]))
  if (isDisposed(model) || [...weights.values()].some((weight) => variableOf(weight).isDisposed))
    throw new Error(shortened(`${where}: the model "${model.name}" is disposed`))
  return weights
}
/** The model that was given or is in `net.model`; a `tf.Sequential` also has a private `model`. */
export const asModel = (net: unknown): tf.LayersModel | null =>
  net instanceof tf.LayersModel
    ? net
    : typeof net === 'object' &&
        net !== null &&
        'model' in net &&
        net.model instanceof tf.LayersModel
      ? net.model
      : null
