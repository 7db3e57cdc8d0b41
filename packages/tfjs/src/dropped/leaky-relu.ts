// LeakyReLU calls its slope `alpha`, as Keras 2 did; Keras 3 calls it `negative_slope`.
import { type LeakyReluMembers, membersOf } from '../tf/layer-members.js'
import type { Rule } from './rule.js'

export const leakyRelu: Rule = {
  classes: ['LeakyReLU'],
  options: { negativeSlope: [0.3] },
  heed: (layer, options) => {
    membersOf<LeakyReluMembers>(layer).alpha = Number(options['negativeSlope'])
  },
}
