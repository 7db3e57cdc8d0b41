// Models of ONNX, by @layersmith/onnx.
import { Failure, messageOf } from '../base/failure.js'
import { optional } from '../base/optional.js'
import { writeText } from '../base/write-file.js'
import type { Format } from './format.js'
import { openedNet } from './opened.js'

export const onnx: Format = {
  name: 'onnx',
  files: 'an .onnx file, with weights',
  keepsWeights: true,
  matches: (file, isFolder) => !isFolder && file.endsWith('.onnx'),

  read: async (file, options) => {
    const { fromOnnx } = await optional('@layersmith/onnx', () => import('@layersmith/onnx'))
    const layersmith = await import('layersmith')
    try {
      // opened by its path, since weights may be in files beside it
      const { net, weights } = await fromOnnx(file)
      return openedNet(layersmith, net, options, weights)
    } catch (e) {
      throw new Failure(`cannot use ${file}: ${messageOf(e).replace(/^fromOnnx: /, '')}`)
    }
  },

  write: async (opened, file, force) => {
    if (!file.endsWith('.onnx'))
      throw new Failure(`cannot write ${file}: name a file that ends with .onnx`, 2)
    const { toOnnx } = await optional('@layersmith/onnx', () => import('@layersmith/onnx'))
    await writeText(file, force, await toOnnx(opened.built()))
  },
}
