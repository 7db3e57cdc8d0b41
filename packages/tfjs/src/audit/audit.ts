// Finds what is dangerous in a model of TensorFlow.js, whoever made it:
//   model → layers and their places (inspect/uses.ts)
//         → checks (sharing, structure, memory, saving, loading, untracked, unmended, masks)
//         → findings
import * as tf from '@tensorflow/tfjs'
import { knownOptions } from '../base/options.js'
import { fail } from '../base/problem.js'
import { inGraphs, usesIn } from '../inspect/uses.js'
import { TWO_COPIES_FIX, onlyOneCopy } from '../tf/one-copy.js'
import type { Audited } from './audited.js'
import type { Finding } from './finding.js'
import { ignoredTraining } from './ignored.js'
import { brokenMasks } from './masks.js'
import { classes } from './loading.js'
import { freedTooEarly } from './memory.js'
import { reorderedUses, weightNames } from './saving.js'
import { sharedState, tiedWeights } from './sharing.js'
import { merges, sequentials } from './structure.js'
import { misreportedLosses, unmended, unusedConstraints } from './unmended.js'
import { untrackedLayers } from './untracked.js'

/** The options of `audit`. */
export interface AuditOptions {
  /**
   * Also report weights at several places, as information: audit cannot tell whether they are tied
   * on purpose.
   */
  ties?: boolean | undefined
}

const checks = [
  sharedState,
  sequentials,
  merges,
  freedTooEarly,
  reorderedUses,
  weightNames,
  classes,
  untrackedLayers,
  unmended,
  ignoredTraining,
  brokenMasks,
  unusedConstraints,
  misreportedLosses,
] as const

/**
 * Finds what is dangerous in a model of TensorFlow.js, however it was made, or loaded from disk:
 * accidentally shared state, and traps of TensorFlow.js in training, saving and loading. It
 * changes nothing, and runs nothing but hand-written layers: it makes another layer from the config
 * of each and calls that one with zeros, to see what loading loses and which layers it calls. For a
 * model from `toModel` or `loadModel` the list is empty, unless somebody altered the model later,
 * or custom layers or a saved graph bring in dangers of their own.
 *
 * It looks at the graph from the model's inputs to its outputs, including nested models, and at the
 * layers that layers hold in their own properties, or in private fields (`#conv`) and closures if
 * they are called through `apply`. For a single layer it reports only what is in it, not how a
 * model uses it.
 * @throws TypeError for anything but a model or a layer, and for unknown options
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
        'a layer of another copy',
        TWO_COPIES_FIX,
      )
    if (given instanceof tf.GraphModel)
      throw new TypeError(
        'audit: needs a tf.LayersModel or a tf.layers.Layer; a GraphModel has no layers',
      )
    if ('model' in given)
      throw new TypeError(
        'audit: needs a tf.LayersModel or a tf.layers.Layer; ' +
          'for the result of toModel, pass built.model',
      )
  }
  throw new TypeError(
    'audit: needs a tf.LayersModel or a tf.layers.Layer, ' +
      `got ${given === null ? 'null' : typeof given}`,
  )
}
