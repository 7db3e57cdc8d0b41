// Generated nets, for tests inside and outside of jest.
import { type AnyNet, check } from '@layersmith/core'
import { toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import { asGiven, batchFor } from './compare.js'
import { convolutions, cook, recipes, toNet } from './nets.js'

/** Of their batches. */
export const SETTINGS = { tokens: 4, unknown: 9 } as const

export const generated = {
  convolutions: convolutions.map(toNet),
  any: recipes.map((recipe) => cook(recipe) as AnyNet),
} as const

/**
 * Whether a net can be built and predicts on our batch; some masks TensorFlow.js cannot compute.
 */
export const predicts = (net: AnyNet): boolean => {
  if (check(net)._tag === 'Left') return false
  return tf.tidy(() => {
    const built = toModel(net, { seed: 1 })
    try {
      built.predict(asGiven(batchFor(built.plan, 2, 1, SETTINGS)) as never)
      return true
    } catch {
      return false
    } finally {
      built.dispose()
    }
  })
}
