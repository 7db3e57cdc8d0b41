// Mends faults in layers of TensorFlow.js: on the layer object, never on its class, so other layers
// in the process stay as they are.
import * as tf from '@tensorflow/tfjs'
import { calledLayers } from '../tf/internals.js'
import { mendBatchNormAffine } from './batch-norm-affine.js'
import { mendBatchNormFrozen } from './batch-norm-frozen.js'
import { mendBidirectionalSeeds } from './bidirectional-seeds.js'
import { mendCenterCrop } from './center-crop.js'
import { mendConstraints } from './constraints.js'
import { mendDepthwiseConfig } from './depthwise-config.js'
import { mendDilation } from './dilation.js'
import { mendDisposal, mendViewDisposal } from './disposal.js'
import { mendDropoutMask } from './dropout-mask.js'
import { mendLayerNormAffine } from './layer-norm-affine.js'
import { mendLosses } from './losses.js'
import { mendMaskedAverage } from './masked-average.js'
import { ELEMENTWISE, mendMergeMask } from './merge-mask.js'
import { mendNarrowWindow } from './narrow-window.js'
import { mendOutputShape } from './output-shape.js'
import { mendOwnMasks } from './own-mask.js'
import { PASSING, mendPassedMask } from './passed-mask.js'
import { mendSavedOrder } from './saved-order.js'
import { mendSeparableConfig } from './separable-config.js'
import { mendSingleStep } from './single-step.js'
import { mendTimeDistributed } from './time-distributed.js'
import { mendUpsampling } from './upsampling.js'

type Mend = (layer: tf.layers.Layer) => void
type ModelMend = (model: tf.LayersModel) => void

/**
 * By class. A frozen normalization never reaches the training mode that the mend before it handles.
 */
const mends = new Map<string, readonly Mend[]>([
  ['BatchNormalization', [mendBatchNormAffine, mendBatchNormFrozen]],
  ['LayerNormalization', [mendLayerNormAffine]],
  ['Dropout', [mendDropoutMask]],
  ['SpatialDropout1D', [mendDropoutMask]],
  ['StochasticDepth', [mendDropoutMask]],
  ['Conv1D', [mendDilation]],
  ['Conv2D', [mendDilation]],
  ['Conv3D', [mendDilation, mendNarrowWindow]],
  ['AveragePooling3D', [mendNarrowWindow]],
  ['MaxPooling3D', [mendNarrowWindow]],
  ['ConvLSTM2D', [mendDilation, mendSingleStep]],
  ['GRU', [mendSingleStep]],
  ['GRUResetAfter', [mendSingleStep]],
  ['LSTM', [mendSingleStep]],
  ['SimpleRNN', [mendSingleStep]],
  ['DepthwiseConv2D', [mendDilation, mendDepthwiseConfig]],
  ['SeparableConv2D', [mendDilation, mendSeparableConfig]],
  ['CategoryEncoding', [mendOutputShape]],
  ['CenterCrop', [mendOutputShape, mendCenterCrop]],
  ['Bidirectional', [mendBidirectionalSeeds]],
  ['TimeDistributed', [mendTimeDistributed]],
  ['GlobalAveragePooling1D', [mendMaskedAverage]],
  ['UpSampling2D', [mendUpsampling]],
  ...PASSING.map((name): [string, readonly Mend[]] => [name, [mendPassedMask]]),
  ...ELEMENTWISE.map((name): [string, readonly Mend[]] => [name, [mendMergeMask]]),
])

const ofModel: readonly ModelMend[] = [mendDisposal, mendSavedOrder, mendLosses]
const ofView: typeof ofModel = [mendViewDisposal, mendSavedOrder, mendLosses]

/**
 * On a mended layer: the number of its mends. It is on the layer, so that other copies of
 * layersmith see it: a program may load both its ESM and its CommonJS build. A copy that mends more
 * sees another number.
 */
const MARK = Symbol.for('layersmith.mended')

/** Whether a layer has been mended: `audit` reports those that have not. */
export const isMended = (layer: tf.layers.Layer): boolean =>
  MARK in layer &&
  Reflect.get(layer, MARK) ===
    (layer instanceof tf.LayersModel ? ofModel : mends.get(layer.getClassName()))?.length

/** A layer is mended once, even if several models, or copies of layersmith, have it. */
const mendOnce = <L extends tf.layers.Layer>(
  layer: L,
  all: readonly ((layer: L) => void)[],
): void => {
  if (MARK in layer) return
  // not an assignment: see `override`
  Reflect.set(layer, MARK, all.length)
  for (const apply of all) apply(layer)
}

/** Mends a layer and all layers in it. */
export const mend = (layer: tf.layers.Layer): void => {
  if (layer instanceof tf.LayersModel) {
    if (!Reflect.has(layer, MARK)) mendOwnMasks(layer.layers)
    mendModel(layer, layer.weights)
  } else {
    const mine = mends.get(layer.getClassName())
    if (mine !== undefined) mendOnce(layer, mine)
  }
  for (const l of calledLayers(layer)) mend(l)
}

/** Mends a model that has these weights and whose layers are already mended. */
export const mendModel = (model: tf.LayersModel, weights: readonly tf.LayerVariable[]): void => {
  mendOnce(model, ofModel)
  mendConstraints(weights)
}

/**
 * Mends a second model over the layers of a mended one: it borrows them, so disposing of it frees
 * only its optimizer.
 */
export const mendView = (view: tf.LayersModel): void => {
  mendOnce(view, ofView)
}
