// What audit finds, as data; rendering it is separate.
import type * as tf from '@tensorflow/tfjs'
import { listed } from '../base/wording.js'

/**
 * How bad it is. `error`: predictions, training or saved files are wrong, or break. `warning`: only
 * training is. `information`: right where it is meant.
 */
export type Severity = 'error' | 'warning' | 'information'

const LOAD = 'load the model with loadModel or build it with toModel, which mend it'
const OWN =
  'make a layer for each place, or write the part as a block and build it with toModel: each use of a block is a fresh copy'

/** What is said of each cause wherever it is found. */
const causes = {
  sharedStatistics: { severity: 'error', fix: OWN },
  sharedState: { severity: 'error', fix: OWN },
  repeatedInSequential: {
    severity: 'error',
    fix: 'make a layer for each position; to tie weights on purpose use tf.model, or tie() and toModel',
  },
  foreignGraph: {
    severity: 'error',
    fix: 'begin the Sequential with a layer that is not in use; to go on from another model use tf.model',
  },
  pinnedMerge: { severity: 'error', fix: 'make a layer for each place' },
  freedTooEarly: {
    severity: 'error',
    fix: "give it a copy of the second, out of tf.layers.activation({ activation: 'linear' })",
  },
  reorderedUses: { severity: 'error', fix: `${LOAD}; or make a layer for each place` },
  weightNames: {
    severity: 'error',
    fix: "give each of these layers a name of its own before it is built; a net gets names of its own by .as('a') before toModel",
  },
  untrackedLayers: {
    severity: 'error',
    fix: 'write the class as a block and use toLayer(block), or hand all weights over in build: this.trainableWeights = …, this.nonTrainableWeights = …',
  },
  brokenConfig: { severity: 'error', fix: `${LOAD}; or leave that option out` },
  wrongCrop: { severity: 'error', fix: `${LOAD}; or use tf.layers.cropping2D` },
  overwrittenShape: {
    severity: 'error',
    fix: `${LOAD}; or put a tf.layers.permute that exchanges nothing before it`,
  },
  brokenMask: { severity: 'error', fix: LOAD },
  frozenStatistics: { severity: 'warning', fix: LOAD },
  unusedConstraint: {
    severity: 'warning',
    fix: `${LOAD}; or write the part as a block and use toLayer(block), which does so in any model`,
  },
  stepStatistics: { severity: 'warning', fix: LOAD },
  crashesInTraining: { severity: 'warning', fix: LOAD },
  repeatedMask: { severity: 'warning', fix: `${LOAD}; or leave the seed out` },
  tiedWeights: {
    severity: 'information',
    fix: 'nothing where it is meant; else make a layer for each place',
  },
} as const satisfies Record<string, { severity: Severity; fix: string }>

/** One code per cause. A closed union: a `switch` over it can be exhaustive. */
export type FindingCode = keyof typeof causes

/** One danger in a model. */
export interface Finding {
  /**
   * - `sharedStatistics`: one BatchNormalization at several places
   * - `sharedState`: one recurrent layer with `stateful: true` at several places
   * - `repeatedInSequential`: one layer twice in a Sequential
   * - `foreignGraph`: a Sequential that begins in the graph of another model
   * - `pinnedMerge`: a merge layer whose first use decided wrongly for another
   * - `freedTooEarly`: a layer that takes one input twice, which predict then frees too early
   * - `reorderedUses`: a layer at deep and shallow places, which loading confuses
   * - `weightNames`: weights of equal names, which a saved model cannot be loaded with
   * - `untrackedLayers`: a layer class that holds layers and does not report their weights
   * - `brokenConfig`: a DepthwiseConv2D with a regularizer or a constraint, or a SeparableConv2D
   *   with a depth multiplier, which saves it wrongly
   * - `wrongCrop`: a CenterCrop, which takes other columns than the middle ones, and has no
   *   gradient
   * - `overwrittenShape`: a CenterCrop or CategoryEncoding as the first layer, which lets the model
   *   refuse its input
   * - `brokenMask`: a merge between an embedding or a masking and a recurrent layer, which hands on
   *   a wrong mask
   * - `frozenStatistics`: a frozen BatchNormalization whose statistics go on drifting in training
   * - `unusedConstraint`: a weight with a constraint, which training never applies
   * - `stepStatistics`: a BatchNormalization in a TimeDistributed, which normalizes each step for
   *   itself
   * - `crashesInTraining`: a normalization with `scale: false` or `center: false`
   * - `repeatedMask`: a dropout with a seed
   * - `tiedWeights`: weights at several places; only with the option `ties`
   */
  readonly code: FindingCode
  readonly severity: Severity
  /** Its name. */
  readonly layer: string
  readonly className: string
  /**
   * Where it is used in this model: `bn#2 after conv2` is the second use of `bn`, on what comes out
   * of `conv2`; `encoder#1 after left > bn after conv1` is inside the first use of the model
   * `encoder`.
   */
  readonly places: readonly string[]
  /** What goes wrong. */
  readonly consequence: string
  /** What to change. */
  readonly fix: string
}

export const finding = (
  code: FindingCode,
  layer: tf.layers.Layer,
  places: readonly string[],
  consequence: string,
): Finding => ({
  code,
  severity: causes[code].severity,
  layer: layer.name,
  className: layer.getClassName(),
  places,
  consequence,
  fix: causes[code].fix,
})

/**
 * The number of places that are written out: a model applied twice in one applied twice in one… has
 * too many for it.
 */
const SHOWN = 6

/**
 * A finding as one line: layer, places, what goes wrong, how to mend it.
 * @example
 * import { audit, renderFinding } from 'layersmith'
 * import * as tf from '@tensorflow/tfjs'
 * const dropout = tf.layers.dropout({ rate: 0.5, seed: 7, name: 'drop', inputShape: [4] })
 * const model = tf.sequential({ layers: [dropout] })
 * renderFinding(audit(model)[0]!).startsWith('drop (Dropout), at drop after drop_input: its seed draws one mask') // true
 * model.dispose()
 */
export const renderFinding = ({ layer, className, places, consequence, fix }: Finding): string => {
  const shown =
    places.length > SHOWN
      ? [...places.slice(0, SHOWN - 1), `${places.length - SHOWN + 1} other places`]
      : places
  return `${layer} (${className})${shown.length === 0 ? '' : `, at ${listed(shown)}`}: ${consequence}; ${fix}`
}
