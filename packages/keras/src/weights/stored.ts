// The weights of a layer in the weights file of Keras 3, in the order in which the layer has them.
import type * as tf from '@tensorflow/tfjs'
import { type SavedLayer, isData, layerIn, layersIn } from '../base/config.js'
import type { Hdf5Dataset, Hdf5Group } from '../hdf5/read.js'
import type { Numbers } from '../hdf5/values.js'
import { numbered } from './numbering.js'

/** A weight and its path in the file. */
export interface Stored {
  readonly path: string
  readonly dataset: Hdf5Dataset
}

/** A group in a file, or none, and its path. */
export interface Place {
  readonly path: string
  readonly group: Hdf5Group | null
}

export const placeIn = ({ path, group }: Place, ...names: readonly string[]): Place =>
  names.reduce<Place>(
    (at, name) => {
      const inner = at.group?.members.get(name)
      return {
        path: at.path === '' ? name : `${at.path}/${name}`,
        group: inner?.is === 'group' ? inner : null,
      }
    },
    { path, group },
  )

/** The place of each layer in a model's place. */
export const placesOf = (
  layers: readonly SavedLayer[],
  place: Place,
): ReadonlyMap<SavedLayer, Place> => {
  const names = numbered(layers.map(({ className }) => className))
  const inner = placeIn(place, 'layers')
  // TensorFlow 2.13 wrote another name
  const at = inner.group === null ? placeIn(place, '_layer_checkpoint_dependencies') : inner
  return new Map(layers.map((layer, i) => [layer, placeIn(at, names[i] ?? '')]))
}

/** The weights of a layer, or of all layers in it. */
export const weightsAt = (layer: SavedLayer, place: Place): readonly Stored[] => {
  const layers = layersIn(layer)
  if (layers !== null)
    return [...placesOf(layers, place)].flatMap(([inner, at]) => weightsAt(inner, at))
  const { cell, cells, layer: wrapped } = layer.config
  const [inner, one] = [layerIn(wrapped), layerIn(cell)]
  const parts: (readonly Stored[])[] = [variablesAt(place)]
  if (inner !== null)
    for (const part of layer.className === 'Bidirectional'
      ? ['forward_layer', 'backward_layer']
      : ['layer'])
      parts.push(weightsAt(inner, placeIn(place, part)))
  else if (one !== null) parts.push(weightsAt(one, placeIn(place, 'cell')))
  else if (Array.isArray(cells)) {
    const list = cells.map(layerIn).filter((each) => each !== null)
    const names = numbered(list.map(({ className }) => className))
    list.forEach((each, i) => parts.push(weightsAt(each, placeIn(place, 'cells', names[i] ?? ''))))
  } else if (isData(layer.config) && place.group?.members.has('cell') === true)
    parts.push(variablesAt(placeIn(place, 'cell')))
  return parts.flat()
}

/** The variables of a layer itself, which are numbered. */
export const variablesAt = (place: Place): readonly Stored[] => {
  const { path, group } = placeIn(place, 'vars')
  return [...(group?.members ?? [])]
    .map(([name, member]) => ({ number: Number(name), path: `${path}/${name}`, member }))
    .sort((a, b) => a.number - b.number)
    .flatMap(({ path: at, member }) =>
      member.is === 'dataset' ? [{ path: at, dataset: member }] : [],
    )
}

/** All weights in a file, without those of the optimizer and of random numbers. */
export const allWeights = (place: Place): readonly Stored[] =>
  [...(place.group?.members ?? [])].flatMap(([name, member]) => {
    const path = place.path === '' ? name : `${place.path}/${name}`
    if (member.is === 'dataset') return [{ path, dataset: member }]
    const isOther =
      /^optimizer(_weights)?$/.test(path) ||
      name === 'seed_generator' ||
      /^metrics|^_metrics/.test(path)
    return isOther ? [] : allWeights({ path, group: member })
  })

/** How many numbers weights have; a dataset of two names has its own once. */
export const countOf = (stored: readonly Stored[]): number =>
  [...new Set(stored.map(({ dataset }) => dataset))].reduce(
    (n, { shape }) => n + shape.reduce((m, size) => m * size, 1),
    0,
  )

/**
 * The numbers of a layer's weights.
 * @param at where in the file they should be
 * @throws Error that names the layer, when they are not those of the layer
 */
export const numbersOf = (
  layer: tf.layers.Layer,
  stored: readonly Stored[],
  at: string,
): readonly Numbers[] => {
  const named = `the layer ${layer.name} (${layer.getClassName()})`
  if (stored.length !== layer.weights.length)
    throw new Error(
      `${named} has ${layer.weights.length} weights, and the file ${stored.length} at ${at}; ` +
        'the file belongs to another model, or is damaged',
    )
  return stored.map(({ path, dataset }, i) => {
    const weight = layer.weights[i]
    if (String(dataset.shape) !== String(weight?.shape))
      throw new Error(
        `${named}: ${weight?.originalName ?? ''} has the shape [${String(weight?.shape)}], ` +
          `and the file [${String(dataset.shape)}] at ${path}; ` +
          'the file belongs to another model, or is damaged',
      )
    return dataset.read()
  })
}
