// What is dangerous in a model of TensorFlow.js, whoever made it:
//   model → layers and places (uses.ts) → checks (sharing, structure, memory, saving, untracked, unmended, masks) → findings
import * as tf from '@tensorflow/tfjs'
import { knownOptions } from '../base/options.js'
import { fail } from '../base/problem.js'
import { inGraphs, usesIn } from '../inspect/uses.js'
import { TWO_COPIES_FIX, onlyOneCopy } from '../tf/one-copy.js'
import type { Audited } from './audited.js'
import type { Finding } from './finding.js'
import { brokenMasks } from './masks.js'
import { freedTooEarly } from './memory.js'
import { reorderedUses, weightNames } from './saving.js'
import { sharedState, tiedWeights } from './sharing.js'
import { merges, sequentials } from './structure.js'
import { unmended, unusedConstraints } from './unmended.js'
import { untrackedLayers } from './untracked.js'

export interface AuditOptions {
  /**
   * Also report weights at several places, as information: what was tied on purpose cannot be told
   * from what was not.
   */
  ties?: boolean
}

const checks = [
  sharedState,
  sequentials,
  merges,
  freedTooEarly,
  reorderedUses,
  weightNames,
  untrackedLayers,
  unmended,
  brokenMasks,
  unusedConstraints,
] as const

/**
 * What is dangerous in a model of TensorFlow.js, made by whatever means and also loaded from disk:
 * state shared by accident, and traps of TensorFlow.js in training, saving and loading. Nothing is
 * run or changed. An empty list for every model that `toModel` and `loadModel` give, as long as
 * nobody has altered it behind their back, except for what custom layers and saved graphs bring
 * along.
 *
 * It looks at the graph from the model's inputs to its outputs, with the models in it, and at the
 * layers that layers hold in their own properties; a layer in a private field (`#conv`) or in a
 * closure cannot be seen. Of a single layer it reports what is in it; where it is used is a matter
 * of the model.
 * @throws TypeError for what is neither a model nor a layer, and for options that are not known
 * @throws BuildError for a model of another copy of TensorFlow.js
 * @example
 * import { audit, renderFinding } from 'layersmith'
 * import * as tf from '@tensorflow/tfjs'
 * const bn = tf.layers.batchNormalization({ name: 'bn' })
 * const x = tf.input({ shape: [4], name: 'x' })
 * const once = bn.apply(tf.layers.dense({ units: 4, name: 'a' }).apply(x))
 * const y = bn.apply(tf.layers.dense({ units: 4, name: 'b' }).apply(once)) as tf.SymbolicTensor
 * const model = tf.model({ inputs: x, outputs: y })
 * const [found] = audit(model)
 * found?.code // 'sharedStatistics'
 * found?.places // ['bn#1 after a', 'bn#2 after b']
 * model.dispose()
 */
export const audit = (
  model: tf.LayersModel | tf.layers.Layer,
  options: AuditOptions = {},
): readonly Finding[] => {
  onlyOneCopy()
  const root: unknown = model
  if (!(root instanceof tf.layers.Layer)) return refuse(root)
  knownOptions('audit', options, OPTIONS)
  const uses = usesIn(root)
  const layers = [...new Set([root, ...inGraphs(root), ...uses.keys()])]
  const audited: Audited = {
    root,
    uses,
    layers,
    models: layers.filter((l) => l instanceof tf.LayersModel),
    placesOf: (layer) => uses.get(layer)?.places.map((p) => p.text) ?? [],
  }
  return [...checks, ...(options.ties === true ? [tiedWeights] : [])].flatMap((check) =>
    check(audited),
  )
}

const OPTIONS = Object.keys({ ties: 0 } satisfies Record<keyof AuditOptions, 0>)

const refuse = (given: unknown): never => {
  if (typeof given === 'object' && given !== null) {
    if ('getClassName' in given && 'apply' in given)
      fail(
        '',
        'twoCopies',
        'one copy of @tensorflow/tfjs in the program',
        'a layer of another one',
        TWO_COPIES_FIX,
      )
    if (given instanceof tf.GraphModel)
      throw new TypeError(
        'audit: needs a tf.LayersModel or a tf.layers.Layer; a GraphModel has no layers',
      )
    if ('model' in given)
      throw new TypeError(
        'audit: needs a tf.LayersModel or a tf.layers.Layer; of what toModel gives pass built.model',
      )
  }
  throw new TypeError(
    `audit: needs a tf.LayersModel or a tf.layers.Layer, got ${given === null ? 'null' : typeof given}`,
  )
}
