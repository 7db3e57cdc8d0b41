// Saves a training after epochs, so that it can go on in another process.
import type * as tf from '@tensorflow/tfjs'
import { knownOptions } from '../base/options.js'
import { inWords } from '../base/wording.js'
import { fileHandler } from '../files/file-handler.js'
import { batchesOf, callbackOf } from './callback.js'
import { type Bests, type Logs, bestsOf, takeHistory } from './memory.js'
import { progressOf, withProgress } from './saved-training.js'

/** The options of `callbacks.checkpoint`. */
export interface CheckpointOptions {
  /** After how many epochs it saves, a whole number from 1; 1 by default. */
  every?: number
}

/**
 * Saves the training to a folder after every epoch, or after every few, and after the last one;
 * `resume` goes on from there, also in another process. It saves the weights, the whole state of
 * the optimizer with its learning rate, the number of epochs, how many masks each seeded dropout
 * has drawn, the history, and what `bestWeights` remembers; list it after `bestWeights`. An epoch
 * that was cut short is not saved. A crash leaves the save before, as with `fileHandler`; the
 * folder is also a model for `loadModel`.
 *
 * A training that goes on is equal to one that was never interrupted, bit for bit, if nothing draws
 * random numbers without a seed: build with a seed, and train by `built.fit`, or by `model.fit`
 * with `shuffle: false`. `gaussianNoise`, `gaussianDropout` and `alphaDropout` have no seeds.
 * Callbacks of your own keep their state themselves.
 * @param folder the folder, in Node.js, as `fileHandler` takes it
 * @throws TypeError for wrong options
 * @throws Error (from fit) when it cannot save, or is listed before `bestWeights`
 * @example
 * import * as tf from '@tensorflow/tfjs'
 * import { callbacks, input, resume, toModel } from 'layersmith'
 * const built = toModel(input([4]).dense(8).dropout(0.5).dense(1), { seed: 1 })
 * built.model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
 * const [x, y] = [tf.ones([8, 4]), tf.ones([8, 1])]
 * const run = await resume(built, 'out/run') // where the last process stopped, or epoch 0
 * const save = callbacks.checkpoint('out/run', { every: 2 })
 * await built.model.fit(x, y, { epochs: 6, shuffle: false, callbacks: [save], ...run })
 * tf.dispose([x, y])
 * built.dispose()
 */
export const checkpoint = (folder: string, options: CheckpointOptions = {}): tf.CustomCallback => {
  knownOptions('checkpoint', options, ['every'])
  const { every = 1 } = options
  if (!(Number.isInteger(every) && every > 0))
    throw new TypeError(`checkpoint: every must be a whole number from 1, got ${inWords(every)}`)
  const handler = fileHandler(folder)
  let history: Logs = {}
  let begun = 0
  return callbackOf((run) => ({
    onTrainBegin: () => {
      history = structuredClone(takeHistory(run().model))
    },
    onEpochBegin: () => {
      begun = 0
    },
    // not its end, whose logs would be read for us
    onBatchBegin: () => {
      begun++
    },
    onEpochEnd: async (epoch, logs = {}) => {
      const { model, params } = run()
      for (const [name, value] of Object.entries(logs)) (history[name] ??= []).push(value)
      const isWhole = begun >= (batchesOf(params) ?? 0)
      const isLast = epoch + 1 === params.epochs || model.stopTraining
      if (!isWhole || (!isLast && (epoch + 1) % every !== 0)) return
      const bests = bestsOf(params)
      afterBests(bests, epoch)
      const progress = progressOf(model, epoch + 1, history, bests)
      await model.save({
        save: async (artifacts) =>
          handler.save(await withProgress(model, artifacts, progress, bests)),
      })
    },
  }))
}

const afterBests = (bests: Bests, epoch: number): void => {
  for (const [monitor, best] of bests)
    if (best.epoch !== epoch)
      throw new Error(
        `checkpoint: is listed before the bestWeights of ${JSON.stringify(monitor)}, ` +
          'whose state after this epoch it would miss; list checkpoint last',
      )
}
