// Which weight of a file belongs to which weight of the model.
import * as tf from '@tensorflow/tfjs'
import { type SavedLayer, layerIn, layersIn } from '../base/config.js'
import type { Numbers } from '../hdf5/values.js'
import {
  type Place,
  type Stored,
  allWeights,
  numbersOf,
  placeIn,
  placesOf,
  weightsAt,
} from './stored.js'

/** What a file has for a model: the numbers of its weights. */
export type Assigned = ReadonlyMap<tf.Tensor, Numbers>

/**
 * The numbers of each weight in a file of Keras 3.
 * @throws Error that names the layer, when a file has fewer weights, more or others
 */
export const assigned = (model: tf.LayersModel, saved: SavedLayer, place: Place): Assigned => {
  const found = new Map<tf.Tensor, Numbers>()
  const taken = new Set<string>()
  const take = (layer: tf.layers.Layer, stored: readonly Stored[], at: string): void => {
    for (const { path } of stored) taken.add(path)
    assign(layer, stored, at, found)
  }
  const visit = (into: tf.LayersModel, from: SavedLayer, at: Place): void => {
    const byName = new Map(into.layers.map((layer) => [layer.name, layer]))
    for (const [layer, inner] of placesOf(layersIn(from) ?? [], at)) {
      const target = byName.get(layer.name)
      if (target === undefined) continue // what the translation left out, its weights are missed
      const wrapped = layerIn(layer.config['layer'])
      const around = wrappedModel(target)
      if (target instanceof tf.LayersModel) visit(target, layer, inner)
      else if (around !== null && wrapped !== null) visit(around, wrapped, placeIn(inner, 'layer'))
      else take(target, weightsAt(layer, inner), inner.path)
    }
  }
  visit(model, saved, place)
  const other = allWeights(place).find(({ path }) => !taken.has(path))
  if (other !== undefined)
    throw new Error(
      `the file has weights at ${other.path} that no layer of this model takes; ` +
        'save the model again by the version of Keras that made it',
    )
  return found
}

/** The weights that train, in Keras's order. */
export const trainedIn = (model: tf.LayersModel, saved: SavedLayer): readonly tf.Tensor[] => {
  if (!model.trainable) return []
  const byName = new Map(model.layers.map((layer) => [layer.name, layer]))
  return (layersIn(saved) ?? []).flatMap((layer) => {
    const target = byName.get(layer.name)
    if (target === undefined) return []
    const wrapped = layerIn(layer.config['layer'])
    const around = wrappedModel(target)
    if (target instanceof tf.LayersModel) return trainedIn(target, layer)
    if (around !== null && wrapped !== null)
      return target.trainable ? trainedIn(around, wrapped) : []
    return target.trainableWeights.map((weight) => weight.read())
  })
}

/** The model that a wrapper applies. */
const wrappedModel = (layer: tf.layers.Layer): tf.LayersModel | null => {
  const { layer: inner } = layer as { readonly layer?: unknown } // of a wrapper
  return inner instanceof tf.LayersModel ? inner : null
}

/** The numbers of each weight in a file of the older format, by the names of the model's layers. */
export const assignedByName = (
  model: tf.LayersModel,
  weights: ReadonlyMap<string, readonly Stored[]>,
): Assigned => {
  const found = new Map<tf.Tensor, Numbers>()
  const names = new Set(model.layers.map(({ name }) => name))
  for (const layer of model.layers) assign(layer, weights.get(layer.name) ?? [], layer.name, found)
  for (const [name, stored] of weights)
    if (stored.length > 0 && !names.has(name))
      throw new Error(`the file has weights of a layer ${name}, which this model does not have`)
  return found
}

/** Takes the numbers of a layer's weights. */
const assign = (
  layer: tf.layers.Layer,
  stored: readonly Stored[],
  at: string,
  found: Map<tf.Tensor, Numbers>,
): void => {
  numbersOf(layer, stored, at).forEach((numbers, i) => {
    const weight = layer.weights[i]
    if (weight !== undefined) found.set(weight.read(), numbers)
  })
}
