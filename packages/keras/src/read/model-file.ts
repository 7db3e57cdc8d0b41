// A file of Keras in its parts: the config, and where the weights are.
import type { Content } from '@layersmith/tfjs'
import { type Data, isData, parsed } from '../base/config.js'
import { type Hdf5Group, isHdf5, readHdf5 } from '../hdf5/read.js'
import { type Member, isZip, readZip } from '../zip/read.js'

/** A whole model as Keras saves it. */
export interface ModelFile {
  /** The version of Keras that wrote it, or null if it does not say. */
  readonly version: string | null
  /** Class and config of the model. */
  readonly model: Data
  /** Class and config of the optimizer; null if the model was not compiled. */
  readonly optimizer: Data | null
  readonly weights: Hdf5Group
  /** Whether the weights are in the older format. */
  readonly isLegacy: boolean
}

/**
 * The parts of a `.keras` file or of a whole-model `.h5` file.
 * @throws Error that says what the file is instead
 */
export const modelFile = (content: Content): ModelFile => {
  if (isZip(content.bytes)) return archive(content)
  if (isHdf5(content.bytes)) return legacy(readHdf5(content.bytes))
  throw new Error(
    'this is neither a .keras file nor an HDF5 file: it begins with other bytes; ' +
      'save the model by model.save("model.keras") in Keras',
  )
}

const decoder = new TextDecoder()

const archive = ({ bytes, isOurs }: Content): ModelFile => {
  const members = readZip(bytes)
  const json = (name: string): Data | null => {
    const member = members.get(name)
    const data = member === undefined ? null : parsed(decoder.decode(member.read()), name)
    return isData(data) ? data : null
  }
  const model = json('config.json')
  if (model === null)
    throw new Error('the archive has no config.json of a model, so it is no .keras file')
  const version = json('metadata.json')?.['keras_version']
  const files = [...members.values()].filter(({ name }) => name.endsWith('.weights.h5'))
  if (files.length === 0)
    throw new Error(
      members.has('model.weights.npz')
        ? 'the archive has its weights as .npz; save the model in Keras without weights_format'
        : 'the archive has no model.weights.h5, so its weights are missing',
    )
  return {
    version: typeof version === 'string' ? version : null,
    model,
    optimizer: dataIn(model['compile_config'], 'optimizer'),
    weights: merged(files.map((file) => readHdf5(aligned(file, isOurs)))),
    isLegacy: false,
  }
}

const dataIn = (x: unknown, name: string): Data | null => {
  const found = isData(x) ? x[name] : null
  return isData(found) ? found : null
}

/**
 * The bytes of a member from a place on at which numbers may stand. A stored member begins anywhere
 * in its archive; if nobody else has the archive, the member moves over the end of its own header,
 * which has been read, and nothing is in memory twice.
 */
const aligned = (member: Member, isOurs: boolean): Uint8Array => {
  const bytes = member.read()
  const shift = bytes.byteOffset % 8
  if (shift === 0) return bytes
  if (!isOurs || bytes.byteOffset < shift) return Uint8Array.from(bytes)
  const room = new Uint8Array(bytes.buffer, bytes.byteOffset - shift, bytes.length + shift)
  room.copyWithin(0, shift)
  return room.subarray(0, bytes.length)
}

/** The groups of several files as one: Keras puts the weights of large models in shards. */
export const merged = ([first, ...others]: readonly Hdf5Group[]): Hdf5Group => {
  if (first === undefined) throw new Error('there is no file of weights')
  return others.reduce((all, next) => {
    const members = new Map(all.members)
    for (const [name, member] of next.members) {
      const known = members.get(name)
      if (known === undefined) members.set(name, member)
      else if (known.is === 'group' && member.is === 'group')
        members.set(name, merged([known, member]))
      else throw new Error(`two of the files of weights have ${name}`)
    }
    return { ...all, members }
  }, first)
}

const legacy = (root: Hdf5Group): ModelFile => {
  const text = (name: string): string | null => root.attributes.get(name)?.().join('') ?? null
  const config = text('model_config')
  if (config === null)
    throw new Error(
      'this HDF5 file has weights alone and no model_config; load it into a net that you have ' +
        'built, by loadKerasWeights, or save the whole model in Keras',
    )
  const model = parsed(config, 'model_config')
  if (!isData(model)) throw new Error('the model_config of the HDF5 file is not a model')
  const training = text('training_config')
  return {
    version: text('keras_version'),
    model,
    optimizer: dataIn(
      training === null ? null : parsed(training, 'training_config'),
      'optimizer_config',
    ),
    weights: root,
    isLegacy: true,
  }
}
