// Lets a model go on with a training that `checkpoint` has saved.
import type * as tf from '@tensorflow/tfjs'
import { inWords, listed } from '../base/wording.js'
import { fileHandler } from '../files/file-handler.js'
import { hasModel } from '../files/load.js'
import { innerModel, isCompiled } from '../tf/internals.js'
import { setLearningRate, setMemory } from '../tf/optimizers.js'
import { asSaved, fill } from '../weights/load-weights.js'
import { type AnyModel, asModel } from '../weights/named-weights.js'
import { goOnWith } from './memory.js'
import {
  type Progress,
  type SavedTraining,
  readTraining,
  setMasks,
  trainedNames,
} from './saved-training.js'

/** Where a training stands, as options for `fit`. */
export interface Resumed {
  /** How many epochs are done; 0 where the folder holds nothing. */
  readonly initialEpoch: number
  /** Only if `bestWeights` had stopped the training: as many, so that `fit` trains no more. */
  readonly epochs?: number
  /** The losses and metrics of the epochs that are done; `built.fit` puts them before its own. */
  readonly history: Readonly<Record<string, readonly number[]>>
}

/**
 * Brings a model to where a training was when `callbacks.checkpoint` saved it: weights, optimizer,
 * learning rate, dropouts, and what `bestWeights` remembers for the next `fit`. Give the result to
 * `fit` as its last options. Where the folder holds nothing, nothing happens: so the same program
 * starts a training and goes on with it.
 *
 * Compile the model first, with an optimizer of the same class.
 * @param net what `toModel` made, or a `tf.LayersModel`; the same net as before
 * @param folder the folder of the checkpoint, in Node.js
 * @returns options for `fit`
 * @throws TypeError for anything but a model and a folder
 * @throws BuildError when the weights are not those of this net; then the model stays as it is
 * @throws Error when the model is not compiled, the optimizer is another, the folder holds a model
 *   without a checkpoint, or cannot be read; then the model stays as it is
 * @example
 * import * as tf from '@tensorflow/tfjs'
 * import { callbacks, input, resume, toModel } from 'layersmith'
 * const train = async (epochs: number) => {
 *   const built = toModel(input([4]).dense(1), { seed: 1 })
 *   built.model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
 *   const [x, y] = [tf.ones([8, 4]), tf.ones([8, 1])]
 *   const run = await resume(built, 'out/resumed')
 *   const save = callbacks.checkpoint('out/resumed')
 *   await built.model.fit(x, y, { epochs, shuffle: false, callbacks: [save], ...run })
 *   tf.dispose([x, y])
 *   built.dispose()
 *   return run.initialEpoch
 * }
 * await train(2) // 0, and 2 in another run of this program
 * await train(4) // 2
 */
export const resume = async (net: AnyModel, folder: string): Promise<Resumed> => {
  const given = asModel(net)
  if (given === null)
    throw new TypeError(`resume: needs what toModel made, or a tf.LayersModel, got ${inWords(net)}`)
  // fit tells callbacks about the model in a Sequential
  const model = innerModel(given) ?? given
  if (!isCompiled(model))
    throw new Error(`resume: the model "${model.name}" is not compiled; compile it first`)
  const handler = fileHandler(folder)
  if (!(await hasModel(folder))) return { initialEpoch: 0, history: {} }
  const saved = await readTraining(await handler.load())
  if (saved === null)
    throw new Error(
      `resume: ${folder} holds a model, but not what callbacks.checkpoint saves; ` +
        'load it by loadModel, or give the folder of a checkpoint',
    )
  try {
    goOn(model, saved)
  } finally {
    saved.dispose()
  }
  const { epochs, history, bests } = saved.progress
  const stopped = bests.some((best) => best.stopped)
  return { initialEpoch: epochs, history, ...(stopped ? { epochs } : {}) }
}

const goOn = (model: tf.LayersModel, saved: SavedTraining): void => {
  const { progress, weights, memory, bests } = saved
  sameTraining(model, progress)
  fill('resume', model, weights, true, asSaved('build the net that the checkpoint was saved from'))
  const { iterations, learningRate } = progress.optimizer
  setMemory(model.optimizer, iterations, memory)
  setLearningRate(model.optimizer, learningRate)
  setMasks(model, progress.masks)
  goOnWith(model, { history: progress.history, bests })
}

/** Refuses what would train in another way, before anything is changed. */
const sameTraining = (model: tf.LayersModel, { optimizer, trains }: Progress): void => {
  const className = model.optimizer.getClassName()
  if (className !== optimizer.className)
    throw new Error(
      `resume: the checkpoint is of a training with the optimizer ${optimizer.className}, ` +
        `got ${className}; compile the model as before`,
    )
  const mine = trainedNames(model)
  const differing = [
    ...mine.filter((name) => !trains.includes(name)),
    ...trains.filter((name) => !mine.includes(name)),
  ]
  if (String(mine) !== String(trains))
    throw new Error(
      `resume: the checkpoint trains other weights than this model, or in another order` +
        `${differing.length === 0 ? '' : `: ${listed(differing.slice(0, 5))}`}; ` +
        'build and freeze the net as before',
    )
}
