// Keras's own files, read by @layersmith/keras.
import { Failure, messageOf } from '../base/failure.js'
import { optional } from '../base/optional.js'
import { readBytes } from '../base/read-file.js'
import { writeText } from '../base/write-file.js'
import type { Format } from './format.js'
import { openedNet } from './opened.js'

/** The most that Node.js reads at once. */
const MOST_MB = 2047

export const keras: Format = {
  name: 'keras',
  files: 'a .keras or .h5 file of Keras, with weights',
  keepsWeights: true,
  matches: (file, isFolder) => !isFolder && /\.(keras|h5|hdf5)$/.test(file),

  read: async (file, options) => {
    const name = '@layersmith/keras'
    const { readKeras } = await optional(name, () => import('@layersmith/keras'))
    const layersmith = await import('layersmith')
    const bytes = await readBytes(file, MOST_MB)
    try {
      const { net, weights } = await readKeras(bytes)
      return openedNet(layersmith, net, options, weights)
    } catch (e) {
      throw new Failure(`cannot use ${file}: ${messageOf(e).replace(/^readKeras: /, '')}`)
    }
  },

  write: async (opened, file, force) => {
    if (!file.endsWith('.keras'))
      throw new Failure(`cannot write ${file}: name a file that ends with .keras`, 2)
    const name = '@layersmith/keras'
    const { writeKeras } = await optional(name, () => import('@layersmith/keras'))
    // writeKeras's own unfinished file would stay after Ctrl-C
    await writeText(file, force, await writeKeras(opened.built()))
  },
}
