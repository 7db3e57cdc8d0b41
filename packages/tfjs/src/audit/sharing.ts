// State at several places: running statistics, what a recurrent layer remembers, weights.
import * as tf from '@tensorflow/tfjs'
import { heldLayersOf, modelInside } from '../inspect/held-layers.js'
import { isFrozen } from '../mends/batch-norm-frozen.js'
import { isMended } from '../mends/mend.js'
import { ownStatistics } from '../tf/internals.js'
import type { Audited } from './audited.js'
import { type Finding, finding } from './finding.js'

/** Whether a layer itself, and no layer in it, keeps statistics that training changes. */
const keepsStatistics = (layer: tf.layers.Layer): boolean => {
  if (modelInside(layer) !== null) return false
  // frozen, and held to it, they are constants
  if (layer.getClassName() === 'BatchNormalization' && isFrozen(layer) && isMended(layer))
    return false
  const ofParts = new Set(heldLayersOf(layer).flatMap((part) => part.layer.weights))
  return ownStatistics(layer).some((w) => !ofParts.has(w))
}

/** Layers of one model that hold what must not be shared, at several places of it. */
export const sharedState = ({ uses, placesOf }: Audited): Finding[] =>
  [...uses].flatMap(([layer, { count }]) => {
    if (count < 2 || layer instanceof tf.LayersModel) return []
    if (keepsStatistics(layer)) {
      return [
        finding(
          'sharedStatistics',
          layer,
          placesOf(layer),
          `${count} places share its running statistics and weights: training mixes what flows at them, and inference normalizes each by the mixture`,
        ),
      ]
    }
    if (layer.stateful) {
      return [
        finding(
          'sharedState',
          layer,
          placesOf(layer),
          `what it remembers at one of its ${count} places is where it starts at the next, also in predict`,
        ),
      ]
    }
    return []
  })

/** Weights at several places, meant or not. */
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
