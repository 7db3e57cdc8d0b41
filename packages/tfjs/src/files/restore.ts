// From saved weights to a typed net in one call.
import type * as tf from '@tensorflow/tfjs'
import type { AnySig, Description, Trait } from '@layersmith/core'
import type { Built } from '../model/built.js'
import { type MayBuild, type ModelOptions, toModel } from '../model/to-model.js'
import { asSaved, fill } from '../weights/load-weights.js'
import { weightsOf } from '../weights/weights-of.js'
import { loadModel } from './load-model.js'

const FIX = 'build the net that was saved; loadWeights loads a part of its weights'

/**
 * Builds a net with the weights of a saved model: as `toModel`, so `predict` and `features` are
 * typed by the net, and nothing is random. All weights must be there, by their names and shapes;
 * for a part of them, use `loadModel`, `weightsOf` and `loadWeights` with `strict: false`.
 * @param net the net that was saved, or one with the same weights
 * @param source as for `loadModel`: a folder on disk (in Node.js), a URL, or an IO handler
 * @throws BuildError with the problems of the net, or with the weights that do not match
 * @throws TypeError and Error as `loadModel`; nothing is left in memory
 * @example
 * import { fileHandler, input, restore, toModel } from 'layersmith'
 * import * as tf from '@tensorflow/tfjs'
 * const net = input([4]).dense(3, { activation: 'softmax' })
 * const trained = toModel(net, { seed: 1 })
 * await trained.model.save(fileHandler('out/restored'))
 * const again = await restore(net, 'out/restored')
 * again.predict(tf.zeros<tf.Rank.R2>([5, 4])).shape // [5, 3]
 * trained.dispose()
 * again.dispose()
 */
export const restore = async <S extends AnySig, H extends Trait>(
  net: MayBuild<S, Description<S, H>>,
  source: string | tf.io.IOHandler,
  options?: ModelOptions,
): Promise<Built<S>> => {
  const saved = await loadModel(source)
  try {
    const built = toModel<S, H>(net, options)
    try {
      fill('restore', built, weightsOf(saved), true, asSaved(FIX))
      return built
    } catch (e) {
      built.dispose()
      throw e
    }
  } finally {
    saved.dispose()
  }
}
