// Models that Keras saved, in the form and the names that TensorFlow.js reads:
//   topology → layers (their configs: objects.ts; their uses: graph.ts, operations.ts)
//   weights → names (weights.ts)
// Keras 3 gives models another form than Keras 2, which TensorFlow.js knows; some names of objects
// in configs are foreign to it in both.
import * as tf from '@tensorflow/tfjs'
import { isData } from '../topology/saved-form.js'
import {
  type Data,
  type SavedLayer,
  inWordsOf,
  isContainer,
  isSavedLayer,
  layersOf,
  shapesIn,
} from './data.js'
import { graphOf } from './graph.js'
import { configOf } from './objects.js'
import { weightsOf } from './weights.js'

/**
 * The same model in TensorFlow.js's form; as it is, if Keras did not save it.
 * @throws Error that names the layer, and what in it TensorFlow.js cannot compute
 */
export const translated = (artifacts: tf.io.ModelArtifacts): tf.io.ModelArtifacts => {
  const { modelTopology: topology, weightSpecs } = artifacts
  const model: unknown = isData(topology) ? (topology['model_config'] ?? topology) : null
  if (!isSavedLayer(model)) return artifacts
  const isThree = isOfKeras3(topology, model)
  const made = layerOf(model, isThree)
  return {
    ...artifacts,
    modelTopology: topology === model ? made : { ...(topology as Data), model_config: made },
    ...(isThree && weightSpecs && { weightSpecs: weightsOf(model, weightSpecs) }),
  }
}

/** By the version that the converter writes, else by the form. */
const isOfKeras3 = (topology: unknown, model: SavedLayer): boolean => {
  const version = (isData(topology) ? topology['keras_version'] : null) ?? model['keras_version']
  return typeof version === 'string' && /^\d/.test(version) ? version.startsWith('3') : isNew(model)
}
const isNew = (layer: SavedLayer): boolean =>
  'batch_shape' in layer.config || isData(layer.config['dtype']) || layersOf(layer).some(isNew)

/** A layer, or a model in a model. */
const layerOf = (given: SavedLayer, isThree: boolean): Data => {
  const layer = isThree ? ofItsCell(given) : given
  // what Keras adds for itself
  const { module: _, registered_name, build_config, compile_config, ...rest } = layer
  const translate = (inner: SavedLayer): Data => layerOf(inner, isThree)
  const other = standIn(layer)
  if (other !== null)
    return { ...rest, ...other, config: { ...configOf(layer, isThree), ...other.config } }
  if (!isContainer(layer)) {
    const config = configOf(layer, isThree)
    refuseUnknown(layer)
    return { ...rest, ...classOf(layer), config: withInner(layer, config, translate) }
  }
  if (layer.class_name === 'Sequential')
    return { ...rest, config: { ...layer.config, layers: chainOf(layer).map(translate) } }
  return isThree
    ? { ...rest, config: graphOf(layer, translate) }
    : {
        ...rest,
        config: {
          ...layer.config,
          layers: [layer.config['layers']]
            .flat()
            .map((one: unknown) => (isSavedLayer(one) ? translate(one) : one)),
        },
      }
}

/** The layers of cells. */
const OF_CELLS: Readonly<Record<string, string>> = {
  GRUCell: 'GRU',
  LSTMCell: 'LSTM',
  SimpleRNNCell: 'SimpleRNN',
}

/** A recurrent layer around a cell as the layer of that cell, which is the same. */
const ofItsCell = (layer: SavedLayer): SavedLayer => {
  const { cell, ...options } = layer.config
  if (layer.class_name !== 'RNN' || !isSavedLayer(cell)) return layer
  const { class_name: name } = cell
  return Object.hasOwn(OF_CELLS, name)
    ? { ...layer, class_name: OF_CELLS[name] ?? name, config: { ...cell.config, ...options } }
    : layer
}

/** TensorFlow.js's GRU has no `reset_after`; a class of ours has nothing else. */
const classOf = ({ class_name, config }: SavedLayer): Pick<SavedLayer, 'class_name'> => ({
  class_name: class_name === 'GRU' && config['reset_after'] === true ? 'GRUResetAfter' : class_name,
})

/** A layer of another class that computes the same; null where none is needed. */
const standIn = ({
  class_name,
  config,
  inbound_nodes: nodes,
}: SavedLayer): { readonly class_name: string; readonly config: Data } | null => {
  switch (class_name) {
    case 'Identity':
      return { class_name: 'Activation', config: { activation: 'linear' } }
    // whole channels, as with a shape of the noise
    case 'SpatialDropout2D':
      return { class_name: 'Dropout', config: { noise_shape: [null, 1, 1, null] } }
    case 'SpatialDropout3D':
      return { class_name: 'Dropout', config: { noise_shape: [null, 1, 1, 1, null] } }
    case 'Reshape': {
      const { target_shape: target } = config
      const [sizes] = shapesIn(nodes)
      const full = Array.isArray(target) && Array.isArray(sizes) ? complete(target, sizes) : null
      return full === null ? null : { class_name, config: { target_shape: full } }
    }
    default:
      return null
  }
}

/** The sizes of a reshape with a number for -1, which TensorFlow.js takes for an unknown size. */
const complete = (
  target: readonly unknown[],
  [, ...sizes]: readonly unknown[],
): readonly unknown[] | null => {
  const isKnown = (n: unknown): n is number => typeof n === 'number' && n > 0
  const others = target.filter((n) => n !== -1)
  if (others.length !== target.length - 1 || !others.every(isKnown) || !sizes.every(isKnown))
    return null
  const product = (all: readonly number[]): number => all.reduce((n, size) => n * size, 1)
  const left = product(sizes) / product(others)
  return Number.isInteger(left) ? target.map((n) => (n === -1 ? left : n)) : null
}

/** The layers of a Sequential, with an input. */
const chainOf = (model: SavedLayer): readonly SavedLayer[] => {
  const layers = layersOf(model)
  const shape = model.config['build_input_shape']
  const [first] = layers
  const hasInput =
    first === undefined ||
    isContainer(first) ||
    ['batch_shape', 'batch_input_shape'].some((key) => key in first.config)
  return hasInput || !Array.isArray(shape)
    ? layers
    : [
        {
          class_name: 'InputLayer',
          config: { batch_shape: shape, name: `${String(model.config['name'])}_input` },
        },
        ...layers,
      ]
}

/** A wrapper's config with the layer in it. */
const withInner = (
  { class_name }: SavedLayer,
  config: Data,
  translate: (layer: SavedLayer) => Data,
): Data =>
  Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      ['layer', 'backward_layer'].includes(key) && isSavedLayer(value)
        ? class_name === 'Bidirectional'
          ? withoutDirection(translate(value))
          : translate(value)
        : value,
    ]),
  )

/** TensorFlow.js puts the direction before the name itself, as Keras 2 did. */
const withoutDirection = (layer: Data): Data => {
  const config = layer['config'] as Data // of a layer
  const name = String(config['name']).replace(/^(forward|backward)_/, '')
  return { ...layer, config: { ...config, name } }
}

const refuseUnknown = (layer: SavedLayer): void => {
  const { classNameMap } = tf.serialization.SerializationMap.getMap()
  const [known] = Object.hasOwn(classNameMap, layer.class_name)
    ? (classNameMap[layer.class_name] ?? [])
    : []
  // some names are those of activations and initializers
  if (known?.prototype instanceof tf.layers.Layer) return
  throw new Error(
    `${inWordsOf(layer)} is of a class that TensorFlow.js does not have; write it with other ` +
      'layers in Keras, or register a class of that name by tf.serialization.registerClass',
  )
}
