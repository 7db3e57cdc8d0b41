// The weights of a file of Keras into a net that was built here.
import {
  type Content,
  type LoadReport,
  type Source,
  contentOf,
  loadWeights,
} from '@layersmith/tfjs'
import { thrownBy } from '@layersmith/core'
import { isData, layerIn, parsed } from '../base/config.js'
import { type Hdf5Group, readHdf5 } from '../hdf5/read.js'
import type { Numbers } from '../hdf5/values.js'
import { merged } from '../read/model-file.js'
import { numbered } from '../weights/numbering.js'
import { allWeights, numbersOf, placeIn, weightsAt } from '../weights/stored.js'
import { modelConfig } from '../write/model-config.js'
import { type BuiltNet, builtOnly } from '../write/write-keras.js'

/**
 * Loads the weights that `model.save_weights('net.weights.h5')` of Keras 3 wrote into a net that
 * `toModel` made: for a model that is written twice, in Python and here. Keras files weights under
 * the classes of the layers and their numbers (`dense`, `dense_1`), so the two must have the same
 * layers in the same graph; models in models have names of their own in the file, and come by
 * `readKeras` alone. All shapes are checked first: it loads all weights or none.
 * @param built what `toModel` made
 * @param source the file; or for sharded weights the path of their `.weights.json`, or a list of
 *   all their files
 * @returns what was loaded, by the names of the net's weights
 * @throws TypeError for anything else
 * @throws Error that names the layer, when the file has fewer weights, more or others
 * @example
 * import { input, toModel } from 'layersmith'
 * import { loadKerasWeights } from '@layersmith/keras'
 * const built = toModel(input([4]).dense(8).relu().dense(2))
 * const load = () => loadKerasWeights(built, 'net.weights.h5')
 * built.dispose()
 */
export const loadKerasWeights = async (
  built: BuiltNet,
  source: Source | readonly Source[],
): Promise<LoadReport> => {
  try {
    builtOnly(built)
    const contents = await contentsOf(source)
    return loadWeights(
      built,
      weightsFor(built, merged(contents.map(({ bytes }) => readHdf5(bytes)))),
    )
  } catch (e) {
    throw thrownBy('loadKerasWeights', e)
  }
}

/** The files of weights: one, or all shards. */
const contentsOf = async (source: Source | readonly Source[]): Promise<readonly Content[]> => {
  if (isList(source)) return Promise.all(source.map(contentOf))
  if (typeof source !== 'string' || !source.endsWith('.json')) return [await contentOf(source)]
  const { bytes } = await contentOf(source)
  const json = parsed(new TextDecoder().decode(bytes), source)
  const map = isData(json) && isData(json['weight_map']) ? json['weight_map'] : null
  if (map === null) throw new Error(`${source} has no weight_map, so it is not a list of shards`)
  const names = new Set(Object.values(map).flat())
  const folder = source.replace(/[^/\\]*$/, '')
  return Promise.all(
    [...names].map((name) => {
      // a name of a file beside it, and nothing else
      if (typeof name !== 'string' || /[/\\]/.test(name))
        throw new Error(`${source} names a file that is not beside it: ${String(name)}`)
      return contentOf(folder + name)
    }),
  )
}

const isList = (x: Source | readonly Source[]): x is readonly Source[] => Array.isArray(x)

/** The numbers of a net's weights, by name. */
const weightsFor = ({ model, plan }: BuiltNet, group: Hdf5Group): Record<string, Numbers> => {
  const { layers } = modelConfig(model, plan, false)
  const names = numbered(layers.map(({ form }) => form.class_name))
  const root = { path: '', group }
  const taken = new Set<string>()
  const found = layers.flatMap(({ layer, form, name }, i) => {
    const saved = layerIn({ ...form, name })
    if (layer === null || saved === null) return []
    const place = placeIn(root, 'layers', names[i] ?? '')
    const stored = weightsAt(saved, place)
    for (const { path } of stored) taken.add(path)
    const numbers = numbersOf(layer, stored, place.path)
    return layer.weights.map(({ originalName }, j) => [originalName, numbers[j]] as const)
  })
  const other = allWeights(root).find(({ path }) => !taken.has(path))
  if (other !== undefined)
    throw new Error(
      `the file has weights at ${other.path}, where this net has no layer: ` +
        'the two must have the same layers; read a whole model by readKeras',
    )
  return Object.fromEntries(found.filter((one): one is [string, Numbers] => one[1] !== undefined))
}
