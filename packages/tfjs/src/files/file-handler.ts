// Models on disk, for Node.js, in the format that every TensorFlow.js reads.
import type * as tf from '@tensorflow/tfjs'
import { shortened } from '@layersmith/core'
import { load } from './load.js'
import { save } from './save.js'

/** An IO handler that can both save and load. */
export type FileHandler = tf.io.IOHandler & Required<Pick<tf.io.IOHandler, 'save' | 'load'>>

/**
 * Saves models to a folder and loads them, in Node.js and without a native package, in
 * TensorFlow.js's own format: `model.json`, and `weights-<checksum>.bin` in files of at most 1 GiB.
 * It makes the folder if needed.
 *
 * A save replaces a model in one step, the rename of model.json: a reader beside it, and everybody
 * after a crash, finds the whole old model or the whole new one. What a killed save leaves is
 * removed by the next; several machines that save into one folder must take turns. It removes only
 * weights in files of its own names: what a converter wrote (`group1-shard1of2.bin`) stays. A load
 * checks the weights against their checksum.
 * @param dir the folder: absolute, relative to the working directory, or a `file://` URL
 * @throws Error (from `save` and `load`) that names the file, when it is missing, is not JSON, is
 *   not a model, is damaged, or leads out of the folder
 * @example
 * import { fileHandler, input, loadModel, toModel } from 'layersmith'
 * const built = toModel(input([4]).dense(2), { seed: 1 })
 * await built.model.save(fileHandler('out/classifier'))
 * const model = await loadModel('out/classifier')
 * built.dispose()
 * model.dispose()
 */
export const fileHandler = (dir: string): FileHandler => {
  if (typeof dir !== 'string' || dir === '')
    throw new TypeError('fileHandler: needs the path of a folder')
  return {
    save: (artifacts) => save(dir, artifacts).catch(inShort),
    load: () => load(dir).catch(inShort),
  }
}

/** Paths may be long, and an error may name several. */
const inShort = (e: unknown): never => {
  if (e instanceof Error) e.message = shortened(e.message)
  throw e
}
