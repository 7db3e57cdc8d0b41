// What can be compiled: a build, a net with weights, or another model. All become a plan with
// copies of the weights.
import type { AnySig, Description, Plan, Trait } from '@layersmith/core'
import {
  type Built,
  type Imported,
  type ReadBatch,
  type WeightValues,
  batchReader,
  fromModel,
  loadWeights,
  toModel,
} from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import { kindOf } from './given.js'
import { type InstanceWeights, copiedWeights } from '../lower/weights.js'

/** A net and its weights by name, as `readKeras` and `fromModel` give them. */
export interface NetWithWeights<S extends AnySig, H extends Trait = Trait> {
  readonly net: Description<S, H>
  readonly weights: Readonly<Record<string, WeightValues>>
}

/** What the compiler starts from. */
export interface Source {
  readonly plan: Plan
  /** By instance. */
  readonly weights: ReadonlyMap<string, InstanceWeights>
  /** Reads batches as `predict` does. */
  readonly read: ReadBatch
}

/** Reads what the caller gave. */
export const sourceOf = (given: unknown): Promise<Source> => withBuilt(given, sourceOfBuilt)

/** Passes what the caller gave as a build, which lives until the end of the call. */
export const withBuilt = async <T>(
  given: unknown,
  use: (built: ModelWithPlan) => Promise<T>,
): Promise<T> => {
  if (isBuilt(given)) return use(given)
  const { net, weights } = given instanceof tf.LayersModel ? fromModel(given) : withWeights(given)
  // building it checks the weights by name and shape
  const built = toModel(net)
  try {
    loadWeights(built, weights)
    return await use(built)
  } finally {
    built.dispose()
  }
}

export type ModelWithPlan = Pick<Built<AnySig>, 'model' | 'plan'>

const sourceOfBuilt = async (built: ModelWithPlan): Promise<Source> => ({
  plan: built.plan,
  weights: await copiedWeights(built.model, built.plan),
  read: batchReader(built),
})

/** A net of any signature, which toModel refuses if it is no net or has no input. */
type AnyNetWithWeights = Pick<Imported, 'net'> & Pick<NetWithWeights<AnySig>, 'weights'>

const withWeights = (given: unknown): AnyNetWithWeights => {
  if (isNetWithWeights(given)) return given
  throw new TypeError(
    'compile: needs what toModel made, { net, weights } or a tf.LayersModel, got ' + kindOf(given),
  )
}

const isObject = (x: unknown): x is object => typeof x === 'object' && x !== null
const isBuilt = (x: unknown): x is ModelWithPlan =>
  isObject(x) && 'plan' in x && 'model' in x && x.model instanceof tf.LayersModel
const isNetWithWeights = (x: unknown): x is AnyNetWithWeights =>
  isObject(x) && 'net' in x && 'weights' in x && isObject(x.weights)
