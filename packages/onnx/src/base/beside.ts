// The files beside a model, which may hold its weights.
import { messageOf } from '@layersmith/core'
import { type Source, nodeJs } from '@layersmith/tfjs'

/** The bytes of a file that a model names. */
export type Beside = (location: string) => Promise<Uint8Array>

/** The files beside a source: those in the folder of a path, and none otherwise. */
export const besideOf = (source: Source): Beside =>
  typeof source === 'string' ? folderOf(source) : nowhere

const nowhere: Beside = (location) =>
  Promise.reject(
    new Error(
      `the weights are in the file ${location} beside the model; give them as ` +
        "fromOnnx(model, { files: (name) => the file's bytes }), " +
        'or export the model with external_data=False',
    ),
  )

/**
 * The files in a model's folder. A stranger's model may name any file of the machine, so neither
 * its path nor a link may lead out of the folder.
 */
const folderOf =
  (model: string): Beside =>
  async (location) => {
    const { fs, path, url } = nodeJs()
    const outside = (): never => {
      throw new Error(`the model names the file ${location}, which is not in its folder`)
    }
    if (path.isAbsolute(location) || /^[a-z]:|\\|\0/i.test(location)) outside()
    const folder = await fs.realpath(
      path.dirname(path.resolve(model.startsWith('file://') ? url.fileURLToPath(model) : model)),
    )
    const file = await fs.realpath(path.join(folder, location)).catch((e: unknown) => {
      // do not tell a stranger which files exist either
      if (path.relative(folder, path.join(folder, location)).startsWith('..')) outside()
      throw new Error(`the weights are in ${location}, which cannot be read: ${messageOf(e)}`)
    })
    const within = path.relative(folder, file)
    if (within.startsWith('..') || path.isAbsolute(within)) outside()
    if (!(await fs.stat(file)).isFile()) throw new Error(`${location} is not a file`)
    return fs.readFile(file)
  }
