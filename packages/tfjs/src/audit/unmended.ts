// Faults of TensorFlow.js's classes that layersmith mends, in layers that it has not.
import type * as tf from '@tensorflow/tfjs'
import { listed } from '../base/wording.js'
import { heldLayersOf } from '../inspect/held-layers.js'
import { isFrozen } from '../mends/batch-norm-frozen.js'
import { isMended } from '../mends/mend.js'
import { calledLayers, constraintOf, depthwise, internalsOf, separable } from '../tf/internals.js'
import type { Audited } from './audited.js'
import { type Finding, finding } from './finding.js'

/**
 * One finding for each layer that a weight is made by: what holds layers may list their weights as
 * its own.
 */
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
        'its constraints have no effect: optimizers write past them',
      ),
    )

export const unmended = ({ layers, placesOf }: Audited): Finding[] =>
  layers
    .filter((layer) => !isMended(layer))
    .flatMap((layer) => {
      switch (layer.getClassName()) {
        case 'BatchNormalization':
        case 'LayerNormalization':
          return normalization(layer, placesOf(layer))
        case 'Dropout':
        case 'SpatialDropout1D':
          return seeded(layer, placesOf(layer))
        case 'DepthwiseConv2D':
          return depthwiseConv(layer, placesOf(layer))
        case 'SeparableConv2D':
          return separableConv(layer, placesOf(layer))
        case 'CenterCrop':
          return [
            finding(
              'wrongCrop',
              layer,
              placesOf(layer),
              'where a single column goes it takes the columns one too far to the right, and it has no gradient',
            ),
            ...overwritten(layer, placesOf(layer)),
          ]
        case 'CategoryEncoding':
          return overwritten(layer, placesOf(layer))
        case 'TimeDistributed':
          return steps(layer, placesOf(layer))
        default:
          return []
      }
    })

/**
 * It writes the shape that comes out into the shape that comes in; only an input's is looked at
 * again.
 */
const overwritten = (layer: tf.layers.Layer, places: readonly string[]): Finding[] =>
  layer.inboundNodes.some((node) =>
    node.inboundLayers.some((from) => from.getClassName() === 'InputLayer'),
  )
    ? [
        finding(
          'overwrittenShape',
          layer,
          places,
          'it has written the shape that comes out of it into the shape of the input, so the model refuses what it was made for',
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
  // what throws cannot drift
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
      'it is frozen, but in training it goes on normalizing by the batch, and its moving statistics drift',
    ),
  ]
}

const seeded = (layer: tf.layers.Layer, places: readonly string[]): Finding[] => {
  const { seed, rate } = layer.getConfig()
  if (seed === undefined || seed === null || typeof rate !== 'number' || rate <= 0 || rate >= 1)
    return []
  const where = places.length > 1 ? 'for every batch and at all of its places' : 'for every batch'
  return [
    finding(
      'repeatedMask',
      layer,
      places,
      `its seed draws one mask ${where}: the same units are always dropped`,
    ),
  ]
}

const depthwiseConv = (layer: tf.layers.Layer, places: readonly string[]): Finding[] => {
  // the config has the regularizer in this place
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
          'it does not save its constraint: a loaded model trains without',
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
