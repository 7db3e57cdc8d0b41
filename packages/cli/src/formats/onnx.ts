// Models of ONNX, by @layersmith/onnx.
import { Failure } from '../base/failure.js'
import { optional } from '../base/optional.js'
import { writeText } from '../base/write-file.js'
import type { Format } from './format.js'

export const onnx: Format = {
  name: 'onnx',
  files: 'an .onnx file, with weights',
  keepsWeights: true,
  matches: (file, isFolder) => !isFolder && file.endsWith('.onnx'),

  write: async (opened, file, force) => {
    if (!file.endsWith('.onnx'))
      throw new Failure(`cannot write ${file}: name a file that ends with .onnx`, 2)
    const { toOnnx } = await optional('@layersmith/onnx', () => import('@layersmith/onnx'))
    await writeText(file, force, await toOnnx(opened.built()))
  },
}
