// Options that TensorFlow.js's layers keep and do not heed.
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
