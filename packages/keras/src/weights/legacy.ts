// The weights of a whole model in the older HDF5 format: by the names of layers, each with a list
// of its weights.
import type { Hdf5Group } from '../hdf5/read.js'
import type { Stored } from './stored.js'

/** Texts in an attribute, or in several with numbers, since one holds at most 64 kB. */
const textsOf = ({ attributes }: Hdf5Group, name: string): readonly string[] => {
  const one = attributes.get(name)
  if (one !== undefined) return one()
  const texts: string[] = []
  for (let i = 0, part; (part = attributes.get(`${name}${i}`)) !== undefined; i++)
    texts.push(...part())
  return texts
}

/** The weights of each layer of the model, by its name. */
export const legacyWeights = (root: Hdf5Group): ReadonlyMap<string, readonly Stored[]> => {
  const inner = root.members.get('model_weights')
  const group = inner?.is === 'group' ? inner : root
  return new Map(
    textsOf(group, 'layer_names').map((name) => {
      const layer = group.members.get(name)
      if (layer?.is !== 'group') throw new Error(`the weights of ${name} are not in the file`)
      return [name, namedIn(layer, name)]
    }),
  )
}

/** What a group has, in the order of its list. */
export const namedIn = (group: Hdf5Group, name: string): readonly Stored[] =>
  textsOf(group, 'weight_names').map((path) => storedAt(group, name, path))

const storedAt = (layer: Hdf5Group, name: string, path: string): Stored => {
  let at: Hdf5Group = layer
  const parts = path.split('/')
  for (const part of parts.slice(0, -1)) {
    const next = at.members.get(part)
    if (next?.is !== 'group') throw new Error(`the weight ${path} of ${name} is not in the file`)
    at = next
  }
  const dataset = at.members.get(parts.at(-1) ?? '')
  if (dataset?.is !== 'dataset') throw new Error(`the weight ${path} of ${name} is not in the file`)
  return { path, dataset }
}
