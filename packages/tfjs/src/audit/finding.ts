// What audit finds, as data; rendering is separate.
import type * as tf from '@tensorflow/tfjs'
import { placesInWords } from '../base/wording.js'

/**
 * How bad it is. `error`: predictions, training or saved files are wrong, or fail. `warning`: only
 * training is. `information`: fine if it is intended.
 */
export type Severity = 'error' | 'warning' | 'information'

const LOAD = 'load the model with loadModel or build it with toModel: both mend it'
const OWN =
  'make a layer for each place, or write the part as a block and build it with toModel: ' +
  'each use of a block is a fresh copy'

/** The severity and the fix of each cause. */
const causes = {
  sharedStatistics: { severity: 'error', fix: OWN },
  sharedState: { severity: 'error', fix: OWN },
  repeatedInSequential: {
    severity: 'error',
    fix:
      'make a layer for each position; ' +
      'to tie weights on purpose, use tf.model, or tie() and toModel',
  },
  foreignGraph: {
    severity: 'error',
    fix:
      'begin the Sequential with a layer that is not in use; ' +
      'to continue from another model, use tf.model',
  },
  missingInput: {
    severity: 'error',
    fix: 'give the layer an inputShape and begin the Sequential before it is used elsewhere',
  },
  unloadableClass: {
    severity: 'error',
    fix:
      'give the class a static className of its own, tf.serialization.registerClass, and a ' +
      'getConfig with all of its options; or write it as a block and use toLayer(block)',
  },
  lostOption: {
    severity: 'error',
    fix: 'let getConfig return all options: { ...super.getConfig(), option: this.option }',
  },
  pinnedMerge: { severity: 'error', fix: 'make a layer for each place' },
  freedTooEarly: {
    severity: 'error',
    fix: "make its second input a copy, with tf.layers.activation({ activation: 'linear' })",
  },
  reorderedUses: { severity: 'error', fix: `${LOAD}; or make a layer for each place` },
  weightNames: {
    severity: 'error',
    fix:
      'give each of these layers its own name before it is built; ' +
      "give a net its own names with .as('a') before toModel",
  },
  untrackedLayers: {
    severity: 'error',
    fix:
      'write the class as a block and use toLayer(block), or report all weights in build: ' +
      'this.trainableWeights = …, this.nonTrainableWeights = …',
  },
  brokenConfig: { severity: 'error', fix: `${LOAD}; or leave that option out` },
  ignoredOption: { severity: 'error', fix: LOAD },
  shiftedPixels: { severity: 'error', fix: LOAD },
  wrongCrop: { severity: 'error', fix: `${LOAD}; or use tf.layers.cropping2D` },
  overwrittenShape: {
    severity: 'error',
    fix: `${LOAD}; or put a tf.layers.permute that changes nothing before it`,
  },
  brokenMask: { severity: 'error', fix: LOAD },
  misreportedLosses: { severity: 'warning', fix: LOAD },
  frozenStatistics: { severity: 'warning', fix: LOAD },
  unusedConstraint: {
    severity: 'warning',
    fix:
      `${LOAD}; or write the part as a block and use toLayer(block), ` +
      'which applies constraints in any model',
  },
  stepStatistics: { severity: 'warning', fix: LOAD },
  crashesInTraining: { severity: 'warning', fix: LOAD },
  repeatedMask: { severity: 'warning', fix: `${LOAD}; or leave the seed out` },
  tiedWeights: {
    severity: 'information',
    fix: 'nothing to do if it is intended; otherwise make a layer for each place',
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
   * - `foreignGraph`: a Sequential that begins in another model's graph
   * - `missingInput`: a Sequential whose first layer was in use and has no `inputShape`
   * - `unloadableClass`: a layer of a class without a className, of one that is not registered or
   *   shares its name with another, or one that its config cannot make again
   * - `lostOption`: a layer of a hand-written class whose config lacks an option
   * - `pinnedMerge`: a merge layer whose first use made a choice that is wrong for another use
   * - `freedTooEarly`: a layer that takes one input twice, so that predict frees it too early
   * - `reorderedUses`: a layer at deep and shallow places, whose uses loading confuses
   * - `weightNames`: weights with equal names, which make a saved model fail to load
   * - `untrackedLayers`: a layer class that holds layers but does not report their weights
   * - `brokenConfig`: a DepthwiseConv2D with a regularizer or a constraint, a SeparableConv2D with
   *   a depth multiplier, or a Conv1D with the channels first, which saves it wrongly
   * - `ignoredOption`: a DepthwiseConv2D or a transposed convolution with a dilation, which
   *   computes as if it had none; a BatchNormalization along another axis than the last one; a
   *   layer called with `training`, which has no effect
   * - `shiftedPixels`: a bilinear UpSampling2D, whose image is half a pixel off
   * - `wrongCrop`: a CenterCrop, which may take other columns than the middle ones, and has no
   *   gradient
   * - `overwrittenShape`: a CenterCrop or CategoryEncoding as the first layer, which makes the
   *   model refuse its input
   * - `brokenMask`: a merge between an embedding or a masking and a recurrent layer, which passes
   *   on a wrong mask; a GlobalAveragePooling1D after them, which averages over padded
   *   steps
   * - `misreportedLosses`: a compiled model with several outputs or with regularizers, whose losses
   *   evaluate and validation report wrongly
   * - `frozenStatistics`: a frozen BatchNormalization whose statistics keep drifting in training
   * - `unusedConstraint`: a weight with a constraint, which training never applies
   * - `stepStatistics`: a BatchNormalization in a TimeDistributed, which normalizes each step on
   *   its own
   * - `crashesInTraining`: a normalization with `scale: false` or `center: false`, a convolution
   *   with a dilation, or a recurrent layer over one step that is not the first
   * - `repeatedMask`: a dropout with a seed
   * - `tiedWeights`: weights at several places; only with the option `ties`
   */
  readonly code: FindingCode
  readonly severity: Severity
  /** The layer's name. */
  readonly layer: string
  readonly className: string
  /**
   * Where this model uses it: `bn#2 after conv2` is the second use of `bn`, on the output of
   * `conv2`; `encoder#1 after left > bn after conv1` is inside the first use of the model
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
  // undefined where the class has no className
  className: layer.getClassName() || layer.constructor.name,
  places,
  consequence,
  fix: causes[code].fix,
})

/**
 * A finding as one line: layer, places, what goes wrong, and how to fix it.
 * @example
 * import { audit, renderFinding } from 'layersmith'
 * import * as tf from '@tensorflow/tfjs'
 * const dropout = tf.layers.dropout({ rate: 0.5, seed: 7, name: 'drop', inputShape: [4] })
 * const model = tf.sequential({ layers: [dropout] })
 * const line = renderFinding(audit(model)[0]!)
 * line.split(':')[0] // 'drop (Dropout), at drop after drop_input'
 * model.dispose()
 */
export const renderFinding = ({ layer, className, places, consequence, fix }: Finding): string => {
  const at = places.length === 0 ? '' : `, at ${placesInWords(places)}`
  return `${layer} (${className})${at}: ${consequence}; ${fix}`
}
