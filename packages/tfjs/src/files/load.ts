// Loads a model from a folder.
import type * as tf from '@tensorflow/tfjs'
import { messageOf } from '@layersmith/core'
import { type Manifest, joined, readManifest, sizeOf } from './manifest.js'
import { JSON_FILE, checksumIn } from './names.js'
import { type NodeJs, isAbsent, nodeJsForModels, pathOf } from './node-js.js'

/** How often to start again when a save has replaced the model meanwhile. */
const TRIES = 10

/** A save has removed the weights that model.json named when it was read. */
class Replaced extends Error {}

export const load = async (given: string): Promise<tf.io.ModelArtifacts> => {
  const from = nodeJsForModels()
  const { fs, path } = from
  const dir = pathOf(given, from)
  const kind = await fs.stat(dir).catch((e: unknown) => cannotRead(dir, e))
  if (!kind.isDirectory())
    throw new Error(`fileHandler: ${dir} is not a folder; ${wayFor(path.extname(dir))}`)
  const file = path.join(dir, JSON_FILE)
  for (let left = TRIES; ; left--) {
    const text = await readJson(file, from)
    try {
      return await withWeights(readManifest(text, file), dir, from)
    } catch (e) {
      const isAnother = e instanceof Replaced && (await readJson(file, from)) !== text
      if (!isAnother || left === 0) throw e
    }
  }
}

/** How to load a file of another format. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ['.keras', 'readKeras of @layersmith/keras'],
  ['.h5', 'readKeras of @layersmith/keras'],
  ['.onnx', 'fromOnnx of @layersmith/onnx'],
])

const wayFor = (ending: string): string => {
  const other = OTHERS.get(ending)
  return other === undefined ? `pass the folder that holds ${JSON_FILE}` : `read it with ${other}`
}

/** Whether a folder holds a model; false also where there is no folder. */
export const hasModel = async (given: string): Promise<boolean> => {
  const from = nodeJsForModels()
  const file = from.path.join(pathOf(given, from), JSON_FILE)
  try {
    await from.fs.stat(file)
    return true
  } catch (e) {
    return isAbsent(e) ? false : cannotRead(file, e)
  }
}

const readJson = async (file: string, { fs }: NodeJs): Promise<string> => {
  try {
    await refuseOthers(file, fs)
    return await fs.readFile(file, 'utf8')
  } catch (e) {
    return cannotRead(file, e)
  }
}

const withWeights = async (
  { json, groups }: Manifest,
  dir: string,
  from: NodeJs,
): Promise<tf.io.ModelArtifacts> => {
  const { path } = from
  const parts: Uint8Array[] = []
  for (const { paths, weights } of groups) {
    // one after the other: a model may have more shards than files may be open
    const shards: Uint8Array[] = []
    for (const name of paths) shards.push(await readShard(name, dir, from))
    const expected = sizeOf(weights)
    const size = shards.reduce((n, s) => n + s.byteLength, 0)
    if (expected !== null && size !== expected)
      throw new Error(
        `fileHandler: ${paths.map((p) => path.join(dir, p)).join(', ')} should hold ` +
          `${expected} bytes by ${JSON_FILE}, got ${size}; ` +
          'the file is damaged, or belongs to another model',
      )
    parts.push(...shards)
  }
  if (groups.length === 0) return json
  return {
    ...json,
    weightSpecs: groups.flatMap((g) => g.weights),
    weightData: parts.length > 1 ? parts.map(bufferOf) : joined(parts).buffer,
  }
}

/** The bytes in a buffer of their own. */
const bufferOf = (bytes: Uint8Array): ArrayBuffer => joined([bytes]).buffer

const readShard = async (name: string, dir: string, from: NodeJs): Promise<Uint8Array> => {
  const { crypto, fs, path } = from
  const file = path.join(dir, name)
  const isOutside = (base: string, target: string): boolean => {
    const inside = path.relative(base, target)
    return path.isAbsolute(inside) || inside.startsWith('..')
  }
  if (path.isAbsolute(name) || isOutside(dir, file))
    throw new Error(
      `fileHandler: ${path.join(dir, JSON_FILE)} names weights outside its folder: ${name}`,
    )
  try {
    const [base, real] = await Promise.all([fs.realpath(dir), fs.realpath(file)])
    if (isOutside(base, real))
      throw new Error(`fileHandler: ${file} is a link to a file outside its folder; copy it there`)
    await refuseOthers(real, fs)
    const bytes = await fs.readFile(real)
    const promised = checksumIn(name)
    const got = crypto.createHash('sha256').update(bytes).digest('hex')
    if (promised !== null && !got.startsWith(promised))
      throw new Error(
        `fileHandler: ${file} is damaged: its content is not the one that was saved ` +
          `(SHA-256 ${got.slice(0, promised.length)}); save the model again`,
      )
    return bytes
  } catch (e) {
    if (!isAbsent(e)) throw messageOf(e).startsWith('fileHandler') ? e : cannotRead(file, e)
    throw new Replaced(`fileHandler: cannot read ${file}: ${messageOf(e)}`, { cause: e })
  }
}

/** Refuses what is not a regular file: a pipe would never end. */
const refuseOthers = async (file: string, fs: NodeJs['fs']): Promise<void> => {
  const kind = await fs.stat(file)
  if (!kind.isFile())
    throw new Error(kind.isDirectory() ? 'it is a folder' : 'it is not a regular file')
}

const cannotRead = (file: string, e: unknown): never => {
  throw new Error(`fileHandler: cannot read ${file}: ${messageOf(e)}`, { cause: e })
}
