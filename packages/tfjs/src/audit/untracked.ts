// Hand-written layer classes that hold layers. TensorFlow.js does not know of layers in a layer, so
// unless such a class reports their weights, they are not trained, saved or loaded.
import * as tf from '@tensorflow/tfjs'
import { type HeldLayer, heldLayersOf } from '../inspect/held-layers.js'
import type { Audited } from './audited.js'
import { type Finding, finding } from './finding.js'

type Layer = tf.layers.Layer

export const UNTRACKED =
  'it holds layers but does not report their weights: they are not trained and not saved, ' +
  'and a loaded model has new random ones'

export const untrackedLayers = ({ root, layers }: Audited): Finding[] => {
  const known = new Set(root.weights)
  return layers.flatMap((layer) => {
    if (layer instanceof tf.LayersModel) return []
    const parts = heldLayersOf(layer)
    if (parts.length === 0) return []
    const reported = new Set([...known, ...layer.weights])
    const untracked = parts.filter(
      ({ layer: part }) =>
        part.weights.some((w) => !reported.has(w)) || (!mayReport(layer) && willHaveWeights(part)),
    )
    if (untracked.length === 0) return []
    const held = untracked.map(
      ({ path, layer: part }: HeldLayer) =>
        `${layer.name}.${path}: ${part.name} (${part.getClassName()})`,
    )
    return [finding('untrackedLayers', layer, held, UNTRACKED)]
  })
}

/**
 * Whether a layer may yet report, or reports by a getter, weights that the held layers make later.
 */
const mayReport = (layer: Layer): boolean =>
  overrides(layer, 'trainableWeights') ||
  overrides(layer, 'nonTrainableWeights') ||
  overrides(layer, 'weights') ||
  (!layer.built && overrides(layer, 'build'))

/**
 * The classes of TensorFlow.js, and ours, that make weights when built. Others may build for other
 * reasons.
 */
const WEIGHTED: ReadonlySet<string> = new Set([
  'BatchNormalization',
  'Bidirectional',
  'Conv1D',
  'Conv2D',
  'Conv2DTranspose',
  'Conv3D',
  'Conv3DTranspose',
  'ConvLSTM2D',
  'ConvLSTM2DCell',
  'Dense',
  'DepthwiseConv2D',
  'Embedding',
  'GRU',
  'GRUResetAfter',
  'GRUCell',
  'LSTM',
  'LSTMCell',
  'GroupNormalization',
  'LayerNormalization',
  'LayerScale',
  'Normalization',
  'PReLU',
  'RNN',
  'SeparableConv2D',
  'SimpleRNN',
  'SimpleRNNCell',
  'StackedRNNCells',
])

/** Whether a layer that is not built yet will make weights, as far as that is known. */
const willHaveWeights = (layer: Layer, around: readonly Layer[] = []): boolean =>
  !layer.built &&
  !around.includes(layer) &&
  (WEIGHTED.has(layer.getClassName()) ||
    heldLayersOf(layer).some((part) => willHaveWeights(part.layer, [...around, layer])))

/** Whether a subclass of tf.layers.Layer, or the object itself, defines a member. */
const overrides = (layer: Layer, member: keyof Layer): boolean => {
  for (
    let o: unknown = layer;
    typeof o === 'object' && o !== null && o !== tf.layers.Layer.prototype;
    o = Object.getPrototypeOf(o)
  ) {
    if (Object.hasOwn(o, member)) return true
  }
  return false
}
