// Options that TensorFlow.js's layers keep and do not heed.
import type * as tf from '@tensorflow/tfjs'
import { isHalfFirst } from '../dropped/channels-first.js'
import { trainingOf } from '../mends/call-training.js'
import { isMended } from '../mends/mend.js'
import { isBilinear } from '../mends/upsampling.js'
import { type KernelMembers, membersOf } from '../tf/layer-members.js'
import type { Audited, Check } from './audited.js'
import { type Finding, finding } from './finding.js'

/** `training` where layers are called: a mended model keeps to it. */
export const ignoredTraining = ({ root, layers, placesOf }: Audited): Finding[] =>
  (isMended(root) ? [] : layers).flatMap((layer) => {
    const given = trainingOf(layer).filter((training) => training !== null)
    return given.length === 0
      ? []
      : [
          finding(
            'ignoredOption',
            layer,
            placesOf(layer),
            `it ignores training: ${given[0]}, with which it is called`,
          ),
        ]
  })

export const spreadTransposed: Check = (layer, places) => {
  const { dilationRate } = membersOf<KernelMembers>(layer)
  return dilationRate.every((rate) => rate === 1) || 'dilationRate' in layer.getConfig()
    ? []
    : [
        finding(
          'ignoredOption',
          layer,
          places,
          `it ignores dilationRate: ${JSON.stringify(dilationRate)}: it computes as if it were 1`,
        ),
      ]
}

export const channelsLast: Check = (layer, places) =>
  isHalfFirst(layer)
    ? [
        finding(
          'brokenConfig',
          layer,
          places,
          'its output has the channels last, in spite of dataFormat: channelsFirst, ' +
            'which it does not save: a loaded model takes other inputs',
        ),
      ]
    : []

export const shifted: Check = (layer, places) =>
  isBilinear(layer)
    ? [
        finding(
          'shiftedPixels',
          layer,
          places,
          'it interpolates between the corners of pixels: its image is half a pixel off',
        ),
      ]
    : []

/** Its statistics belong to one axis, but the kernels take them along the last one. */
export const otherAxis: Check = (layer, places) => {
  const axis = Number(layer.getConfig()['axis'])
  const ranks = layer.inboundNodes.flatMap(({ outputShapes }) =>
    // one output has one shape
    outputShapes.map((shape) => (shape as tf.Shape).length),
  )
  return ranks.every((rank) => axis === -1 || axis === rank - 1)
    ? []
    : [
        finding(
          'ignoredOption',
          layer,
          places,
          `it ignores axis: ${axis}: it takes the statistics of that axis along the last one`,
        ),
      ]
}
