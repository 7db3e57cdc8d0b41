// The names of weights in a file of Keras 3: the path to the layer, through all models around it,
// where TensorFlow.js has the name of the layer alone.
import type * as tf from '@tensorflow/tfjs'
import { type SavedLayer, isContainer, isSavedLayer, layersOf, nameOf } from './data.js'

/** The weights with TensorFlow.js's names, in the same order. */
export const weightsOf = (
  model: SavedLayer,
  specs: readonly tf.io.WeightsManifestEntry[],
): tf.io.WeightsManifestEntry[] => {
  const owners = new Map(leavesOf(model).map((layer) => [nameOf(layer), layer]))
  return specs.map((spec) => {
    const path = spec.name.split('/')
    const at = path.findIndex((part) => owners.has(part))
    const owner = owners.get(path[at] ?? '')
    if (owner === undefined) return spec
    const name = path.slice(at).join('/')
    return {
      ...spec,
      name: isDepthwise(owner) ? name.replace(/\/kernel$/, '/depthwise_kernel') : name,
    }
  })
}

/** The layers that are named in weights: no models, but what is in them, also within a wrapper. */
const leavesOf = (layer: SavedLayer): readonly SavedLayer[] => {
  const { layer: inner } = layer.config
  if (isContainer(layer)) return layersOf(layer).flatMap(leavesOf)
  return isSavedLayer(inner) && isContainer(inner) ? leavesOf(inner) : [layer]
}

/** Also in a wrapper. */
const isDepthwise = ({ class_name, config }: SavedLayer): boolean => {
  const { layer } = config
  return class_name === 'DepthwiseConv2D' || (isSavedLayer(layer) && isDepthwise(layer))
}
