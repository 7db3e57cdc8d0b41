// TensorFlow.js's own format: a folder with model.json and files of weights.
import { lstat, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { codeOf, Failure, messageOf } from '../base/failure.js'
import { refuseOld, written } from '../base/write-file.js'
import type { Format } from './format.js'
import { openedModel } from './opened.js'

const folderOf = (file: string): string =>
  path.basename(file) === 'model.json' ? path.dirname(file) : file

export const modelJson: Format = {
  name: 'model.json',
  files: 'a folder with model.json and weights, or the model.json in it',
  keepsWeights: true,
  matches: (file, isFolder) =>
    isFolder || path.basename(file) === 'model.json' || path.extname(file) === '',

  read: async (file, { plain = false }) => {
    const [tf, layersmith] = [await import('@tensorflow/tfjs'), await import('layersmith')]
    const handler = layersmith.fileHandler(folderOf(file))
    try {
      const model = await (plain ? tf.loadLayersModel(handler) : layersmith.loadModel(handler))
      return openedModel(layersmith, model, () => model.dispose())
    } catch (e) {
      const why = messageOf(e).replace(/^loadModel: (fileHandler: )?/, '')
      const loader = plain ? 'TensorFlow.js cannot load' : 'cannot use'
      throw new Failure(why.includes(folderOf(file)) ? why : `${loader} ${file}: ${why}`)
    }
  },

  write: async (opened, file, force) => {
    const { fileHandler } = await import('layersmith')
    const target = folderOf(file)
    const save = async (folder: string): Promise<void> => {
      try {
        await opened.model().save(fileHandler(folder))
      } catch (e) {
        throw new Failure(messageOf(e).replaceAll(folder, target).replace('fileHandler: ', ''))
      }
    }
    const isThere = await lstat(target).then(
      (kind) => kind.isDirectory(),
      (e: unknown) => codeOf(e) !== 'ENOENT',
    )
    if (!isThere)
      await written(target, force, async (beside) => {
        // where nothing can be made, as below /proc, Node.js never stops trying to make parents
        await mkdir(beside)
        await save(beside)
      })
    else {
      await refuseOld(path.join(target, 'model.json'), force)
      // other files may be in the folder, and fileHandler replaces a model in one step
      await save(target)
    }
  },
}
