// A net as `toJSON` writes it.
import { readText, parseJson } from '../base/read-file.js'
import { Failure } from '../base/failure.js'
import { writeText } from '../base/write-file.js'
import type { Format } from './format.js'
import { netOfJson } from './net-of-json.js'
import { openedNet } from './opened.js'

/** Far more than any net needs, since weights are not in it. */
const MOST_MB = 64

const isModel = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'modelTopology' in json

export const netJson: Format = {
  name: 'net.json',
  files: 'a .json file with a net as toJSON writes it, without weights',
  keepsWeights: false,
  matches: (file) => file.endsWith('.json'),

  read: async (file, options) => {
    const json = parseJson(await readText(file, MOST_MB), file)
    if (isModel(json))
      throw new Failure(
        `${file} is a model of TensorFlow.js, whose weights are in files beside it; ` +
          'rename it to model.json',
      )
    const layersmith = await import('layersmith')
    return openedNet(layersmith, netOfJson(layersmith, json, file), options)
  },

  write: async (opened, file, force) => {
    const { toJSON } = await import('layersmith')
    await writeText(file, force, `${JSON.stringify(toJSON(opened.net()), null, 2)}\n`)
  },
}
