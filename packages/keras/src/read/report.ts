// What in a model comes out otherwise than Keras has it, though it computes the same in inference.
import { type SavedLayer, isData, layerIn, layersIn } from '../base/config.js'
import type { Hdf5Group } from '../hdf5/read.js'

/** Something that comes out otherwise. */
export interface Note {
  /** The name of the layer, or '' for the whole model. */
  readonly layer: string
  readonly text: string
}

/** What was read, and what of it comes out otherwise. */
export interface Report {
  /** The version of Keras that wrote the file, or null if it does not say. */
  readonly version: string | null
  readonly notes: readonly Note[]
}

/** Weights of fewer bits or more. */
export const storageNotes = (weights: Hdf5Group): readonly Note[] =>
  typesOf(weights).map((type) => ({
    layer: '',
    text: `weights are stored as ${type}, and computed with as float32`,
  }))

/** Layers that compute with fewer bits or more. */
export const precisionNotes = (layer: SavedLayer): readonly Note[] => {
  const inner = layersIn(layer)
  if (inner !== null) return inner.flatMap(precisionNotes)
  const { dtype, layer: wrapped } = layer.config
  const policy = isData(dtype) && isData(dtype['config']) ? dtype['config']['name'] : dtype
  const within = layerIn(wrapped)
  const notes = within === null ? [] : precisionNotes(within)
  return typeof policy === 'string' && /float(16|64)/.test(policy)
    ? [{ layer: layer.name, text: `computes in ${policy} in Keras, in float32 here` }, ...notes]
    : notes
}

const typesOf = (group: Hdf5Group): readonly string[] => {
  const types = new Set<string>()
  const visit = ({ members }: Hdf5Group): void => {
    for (const member of members.values())
      if (member.is === 'group') visit(member)
      else if (/float(16|64)/.test(member.type)) types.add(member.type)
  }
  visit(group)
  return [...types]
}
