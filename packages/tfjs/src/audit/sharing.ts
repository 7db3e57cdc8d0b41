// State used at several places: running statistics, the memory of a recurrent layer, weights.
import * as tf from '@tensorflow/tfjs'
import { heldLayersOf, modelInside } from '../inspect/held-layers.js'
import { isFrozen } from '../mends/batch-norm-frozen.js'
import { isMended } from '../mends/mend.js'
import { ownStatistics } from '../tf/internals.js'
import type { Audited } from './audited.js'
import { type Finding, finding } from './finding.js'

/** Whether a layer itself, not a layer in it, keeps statistics that training changes. */
const keepsStatistics = (layer: tf.layers.Layer): boolean => {
  if (modelInside(layer) !== null) return false
  // with the mend, frozen statistics are constants
  if (layer.getClassName() === 'BatchNormalization' && isFrozen(layer) && isMended(layer))
    return false
  const ofParts = new Set(heldLayersOf(layer).flatMap((part) => part.layer.weights))
  return ownStatistics(layer).some((w) => !ofParts.has(w))
}

/** Layers that one model uses at several places, though their state must not be shared. */
export const sharedState = ({ uses, placesOf }: Audited): Finding[] =>
  [...uses].flatMap(([layer, { count }]) => {
    if (count < 2 || layer instanceof tf.LayersModel) return []
    if (keepsStatistics(layer)) {
      return [
        finding(
          'sharedStatistics',
          layer,
          placesOf(layer),
          `${count} places share its running statistics and weights: ` +
            'training mixes the statistics of these places, ' +
            'and inference normalizes each place by the mixture',
        ),
      ]
    }
    if (layer.stateful) {
      return [
        finding(
          'sharedState',
          layer,
          placesOf(layer),
          `it starts at each of its ${count} places from what it remembers of the one before, ` +
            'also in predict',
        ),
      ]
    }
    return []
  })

/** Weights at several places, intended or not. */
export const tiedWeights = ({ root, uses, placesOf }: Audited): Finding[] => {
  const freed = isMended(root) ? '' : '; model.dispose() never frees them'
  return [...uses].flatMap(([layer, { count, places }]) => {
    const tied =
      count > 1 &&
      !(layer instanceof tf.LayersModel) &&
      places.some(({ node }) => node !== null) &&
      layer.weights.length > 0 &&
      !keepsStatistics(layer)
    return tied
      ? [
          finding(
            'tiedWeights',
            layer,
            placesOf(layer),
            `${count} places share its weights${freed}`,
          ),
        ]
      : []
  })
}
