// Faults of TensorFlow.js's classes that layersmith mends, in layers that it has not mended.
import * as tf from '@tensorflow/tfjs'
import { listed } from '../base/wording.js'
import { heldLayersOf } from '../inspect/held-layers.js'
import { isFrozen } from '../mends/batch-norm-frozen.js'
import { isDilated } from '../mends/dilation.js'
import { isMended } from '../mends/mend.js'
import {
  calledLayers,
  constraintOf,
  depthwise,
  internalsOf,
  isCompiled,
  separable,
} from '../tf/internals.js'
import type { Audited, Check } from './audited.js'
import { type Finding, finding } from './finding.js'
import { channelsLast, otherAxis, shifted, spreadTransposed } from './ignored.js'

/** One finding per layer that made a weight: layers that hold others may list their weights too. */
export const unusedConstraints = ({ layers, placesOf }: Audited): Finding[] =>
  layers
    .filter((layer) => {
      const ofParts = new Set(heldLayersOf(layer).flatMap((part) => part.layer.weights))
      return internalsOf(layer)._trainableWeights.some(
        (weight) => constraintOf(weight) !== null && !ofParts.has(weight),
      )
    })
    .map((layer) =>
      finding(
        'unusedConstraint',
        layer,
        placesOf(layer),
        'its constraints have no effect: optimizers bypass them',
      ),
    )

/** What to look for, by class; a function, since the checks are defined below. */
const checksOf = (className: string): readonly Check[] => {
  switch (className) {
    case 'BatchNormalization':
      return [normalization, otherAxis]
    case 'LayerNormalization':
      return [normalization]
    case 'Dropout':
    case 'SpatialDropout1D':
      return [seeded]
    case 'Conv1D':
      return [dilated, channelsLast]
    case 'Conv2D':
    case 'Conv3D':
      return [dilated]
    case 'ConvLSTM2D':
      return [dilated, singleStep]
    case 'Bidirectional':
    case 'GRU':
    case 'GRUResetAfter':
    case 'LSTM':
    case 'SimpleRNN':
      return [singleStep]
    case 'DepthwiseConv2D':
      return [dilated, depthwiseConv]
    case 'SeparableConv2D':
      return [dilated, separableConv]
    case 'CenterCrop':
      return [wrongCrop, overwritten]
    case 'CategoryEncoding':
      return [overwritten]
    case 'TimeDistributed':
      return [steps]
    case 'Conv2DTranspose':
    case 'Conv3DTranspose':
      return [spreadTransposed]
    case 'UpSampling2D':
      return [shifted]
    default:
      return []
  }
}

export const unmended = ({ layers, placesOf }: Audited): Finding[] =>
  layers
    .filter((layer) => !isMended(layer))
    .flatMap((layer) =>
      checksOf(layer.getClassName()).flatMap((check) => check(layer, placesOf(layer))),
    )

const wrongCrop: Check = (layer, places) => [
  finding(
    'wrongCrop',
    layer,
    places,
    'when it removes a single column, it crops one column too far to the right; ' +
      'it also has no gradient',
  ),
]

/** Of a model that somebody compiled: the models in it do not train on their own. */
export const misreportedLosses = ({ root, layers }: Audited): Finding[] => {
  if (!(root instanceof tf.LayersModel) || isMended(root) || !isCompiled(root)) return []
  const wrong = [
    ...(root.outputs.length > 1
      ? ["running totals under the names of its outputs' losses and metrics"]
      : []),
    ...(layers.some((layer) => layer.losses.length > 0)
      ? ['a loss without the penalties of its regularizers']
      : []),
  ]
  return wrong.length === 0
    ? []
    : [
        finding(
          'misreportedLosses',
          root,
          [],
          `evaluate, and validation in fit, report ${listed(wrong)}`,
        ),
      ]
}

/** It overwrites its input shape with its output shape, which matters only for a model's input. */
const overwritten = (layer: tf.layers.Layer, places: readonly string[]): Finding[] =>
  layer.inboundNodes.some((node) =>
    node.inboundLayers.some((from) => from.getClassName() === 'InputLayer'),
  )
    ? [
        finding(
          'overwrittenShape',
          layer,
          places,
          "it has overwritten the model's input shape with its own output shape, " +
            'so the model refuses its intended input',
        ),
      ]
    : []

const steps = (layer: tf.layers.Layer, places: readonly string[]): Finding[] =>
  withInner(layer).some((l) => l.getClassName() === 'BatchNormalization')
    ? [
        finding(
          'stepStatistics',
          layer,
          places,
          'its BatchNormalization normalizes each step by the statistics of that step alone',
        ),
      ]
    : []
const withInner = (layer: tf.layers.Layer): readonly tf.layers.Layer[] => [
  layer,
  ...calledLayers(layer).flatMap(withInner),
]

const normalization = (layer: tf.layers.Layer, places: readonly string[]): Finding[] => {
  const config = layer.getConfig()
  const off = ['scale', 'center']
    .filter((option) => config[option] === false)
    .map((option) => `${option}: false`)
  // a layer that throws cannot drift
  if (off.length > 0)
    return [
      finding(
        'crashesInTraining',
        layer,
        places,
        `with ${listed(off)} it throws in training ("Cannot read properties of undefined")`,
      ),
    ]
  if (layer.getClassName() !== 'BatchNormalization' || !isFrozen(layer)) return []
  return [
    finding(
      'frozenStatistics',
      layer,
      places,
      'it is frozen, but in training it still normalizes by the batch, ' +
        'and its moving statistics drift',
    ),
  ]
}

const seeded = (layer: tf.layers.Layer, places: readonly string[]): Finding[] => {
  const { seed, rate } = layer.getConfig()
  if (seed === undefined || seed === null || typeof rate !== 'number' || rate <= 0 || rate >= 1)
    return []
  const where = places.length > 1 ? 'for every batch and all of its places' : 'for every batch'
  return [
    finding(
      'repeatedMask',
      layer,
      places,
      `its seed draws one mask ${where}: the same units are always dropped`,
    ),
  ]
}

const singleStep = (layer: tf.layers.Layer, places: readonly string[]): Finding[] =>
  layer.inboundNodes.some(
    ({ inputShapes: [sequence], inboundLayers: [from] }) =>
      // a shape of several inputs is a list of shapes
      (sequence as tf.Shape | undefined)?.[1] === 1 && from?.getClassName() !== 'InputLayer',
  )
    ? [
        finding(
          'crashesInTraining',
          layer,
          places,
          'over one step it throws in training ("Argument tensors passed to stack")',
        ),
      ]
    : []

const dilated = (layer: tf.layers.Layer, places: readonly string[]): Finding[] => {
  if (!isDilated(layer)) return []
  const rate = JSON.stringify(layer.getConfig()['dilationRate'])
  return layer.getClassName() === 'DepthwiseConv2D'
    ? [
        finding(
          'ignoredOption',
          layer,
          places,
          `it ignores dilationRate: ${rate}: it computes as if it were 1`,
        ),
      ]
    : [
        finding(
          'crashesInTraining',
          layer,
          places,
          `with dilationRate: ${rate} it throws in training: TensorFlow.js has no gradient for it`,
        ),
      ]
}

const depthwiseConv = (layer: tf.layers.Layer, places: readonly string[]): Finding[] => {
  // the config wrongly has the regularizer here
  if ((layer.getConfig()['depthwiseConstraint'] ?? null) !== null) {
    return [
      finding(
        'brokenConfig',
        layer,
        places,
        'it saves its regularizer as its constraint: the saved model cannot be loaded',
      ),
    ]
  }
  return (depthwise(layer)?.depthwiseConstraint ?? null) === null
    ? []
    : [
        finding(
          'brokenConfig',
          layer,
          places,
          'it does not save its constraint: a loaded model trains without it',
        ),
      ]
}

const separableConv = (layer: tf.layers.Layer, places: readonly string[]): Finding[] =>
  (separable(layer)?.depthMultiplier ?? 1) === 1
    ? []
    : [
        finding(
          'brokenConfig',
          layer,
          places,
          'it does not save its depth multiplier: the saved model cannot be loaded',
        ),
      ]
