// Models on disk, for Node.js, in the format that every TensorFlow.js reads: a folder with
// model.json and weights.bin.
import type * as fsTypes from 'node:fs/promises'
import type * as pathTypes from 'node:path'
import type * as urlTypes from 'node:url'
import * as tf from '@tensorflow/tfjs'
import { messageOf } from '../base/problem.js'
import { joined, readManifest, sizeOf } from './manifest.js'

interface NodeJs {
  readonly fs: typeof fsTypes
  readonly path: typeof pathTypes
  readonly url: typeof urlTypes
  readonly pid: number
}

const JSON_FILE = 'model.json'
const WEIGHTS_FILE = 'weights.bin'

/**
 * Loads modules at their first use, not by import, so that bundlers for browsers never see them.
 */
const nodeJs = (): NodeJs => {
  // absent in browsers
  const load = (
    globalThis as { process?: { getBuiltinModule?: (id: string) => unknown; pid?: number } }
  ).process
  if (load?.getBuiltinModule === undefined)
    throw new Error(
      'fileHandler: needs Node.js 20.16 or newer; ' +
        'in a browser, save to indexeddb:// or downloads://',
    )
  return {
    // these are Node.js's own modules
    fs: load.getBuiltinModule('node:fs/promises') as typeof fsTypes,
    path: load.getBuiltinModule('node:path') as typeof pathTypes,
    url: load.getBuiltinModule('node:url') as typeof urlTypes,
    pid: load.pid ?? 0,
  }
}

/** The path of a folder that may be a URL. */
const pathOf = (dir: string, { url }: NodeJs): string => {
  if (!dir.startsWith('file://')) return dir
  try {
    return url.fileURLToPath(dir)
  } catch (e) {
    throw new Error(
      `fileHandler: ${dir} is not the URL of a folder: ${messageOf(e)}; ` +
        'write file:/// and an absolute path, or just a path',
      { cause: e },
    )
  }
}

/** An IO handler that can both save and load. */
export type FileHandler = tf.io.IOHandler & Required<Pick<tf.io.IOHandler, 'save' | 'load'>>

/**
 * Saves models to a folder and loads them, in Node.js and without a native package: `model.json`
 * and `weights.bin` in TensorFlow.js's own format. It makes the folder if needed. It writes both
 * files next to the old ones and then replaces those, so a save that throws leaves the old model
 * intact; only a process killed between the two replacements may leave new weights with an old
 * model.json.
 * @param dir the folder: absolute, relative to the working directory, or a `file://` URL
 * @throws Error (from `save` and `load`) that names the file, when it is missing, is not JSON, is
 *   not a model, or is shorter or longer than model.json says
 * @example
 * import { fileHandler, input, loadModel, toModel } from 'layersmith'
 * const built = toModel(input([4]).dense(2), { seed: 1 })
 * await built.model.save(fileHandler('out/classifier'))
 * const model = await loadModel('out/classifier')
 * built.dispose()
 * model.dispose()
 */
export const fileHandler = (dir: string): FileHandler => {
  if (typeof dir !== 'string' || dir === '')
    throw new TypeError('fileHandler: needs the path of a folder')
  return { save: (artifacts) => save(dir, artifacts), load: () => load(dir) }
}

const save = async (given: string, artifacts: tf.io.ModelArtifacts): Promise<tf.io.SaveResult> => {
  const from = nodeJs()
  const { fs, path, pid } = from
  const dir = pathOf(given, from)
  if (dir.endsWith('.json'))
    throw new Error(
      `fileHandler: cannot save to ${dir}: pass the folder; ` +
        `${JSON_FILE} and ${WEIGHTS_FILE} are written into it`,
    )
  if (artifacts.modelTopology instanceof ArrayBuffer)
    throw new Error(
      `fileHandler: cannot save to ${dir}: the model's topology is binary, and model.json is text`,
    )
  await makeFolder(fs, dir)
  const weights = joined(artifacts.weightData ?? [])
  const {
    weightData: _,
    weightSpecs = [],
    modelTopology,
    format,
    generatedBy,
    convertedBy,
    ...rest
  } = artifacts
  const json = {
    format,
    generatedBy,
    convertedBy,
    ...rest,
    modelTopology,
    weightsManifest: [{ paths: [WEIGHTS_FILE], weights: weightSpecs }],
  }
  const suffix = `.${pid}-${Math.random().toString(36).slice(2)}.tmp`
  const [toWeights, toJson] = [path.join(dir, WEIGHTS_FILE), path.join(dir, JSON_FILE)]
  const [newWeights, newJson, oldWeights] = [
    toWeights + suffix,
    toJson + suffix,
    `${toWeights}.old${suffix}`,
  ]
  try {
    for (const file of [toWeights, toJson]) await refuseFolder(fs, file)
    await writeDurably(fs, newWeights, weights)
    await writeDurably(fs, newJson, JSON.stringify(json))
    const isThere = await fs.rename(toWeights, oldWeights).then(() => true, absent)
    try {
      await fs.rename(newWeights, toWeights)
      // model.json last: until it is there, the folder holds no new model
      await fs.rename(newJson, toJson)
    } catch (e) {
      await (isThere ? fs.rename(oldWeights, toWeights) : fs.rm(toWeights, { force: true }))
      throw e
    }
    await fs.rm(oldWeights, { force: true })
  } catch (e) {
    throw new Error(`fileHandler: cannot save to ${dir}: ${messageOf(e)}`, { cause: e })
  } finally {
    await Promise.all([newWeights, newJson].map((file) => fs.rm(file, { force: true })))
  }
  return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) }
}

const refuseFolder = async (fs: NodeJs['fs'], file: string): Promise<void> => {
  const kind = await fs.stat(file).catch(absent)
  if (kind !== false && kind.isDirectory()) throw new Error(`${file} is a folder`)
}

/** Accepts a missing file, and nothing else. */
const absent = (e: unknown): false => {
  // errors of Node.js have codes
  if ((e as { code?: unknown } | null)?.code === 'ENOENT') return false
  throw e
}

const writeDurably = async (
  fs: NodeJs['fs'],
  file: string,
  content: string | Uint8Array,
): Promise<void> => {
  const handle = await fs.open(file, 'w')
  try {
    await handle.writeFile(content)
    // otherwise a rename may reach the disk before the content
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const makeFolder = async (fs: NodeJs['fs'], dir: string): Promise<void> => {
  try {
    await fs.mkdir(dir, { recursive: true })
  } catch (e) {
    throw new Error(`fileHandler: ${dir} cannot be a folder: ${messageOf(e)}`, { cause: e })
  }
}

const load = async (given: string): Promise<tf.io.ModelArtifacts> => {
  const from = nodeJs()
  const { fs, path } = from
  const dir = pathOf(given, from)
  const file = path.join(dir, JSON_FILE)
  const kind = await fs.stat(dir).catch((e: unknown) => cannotRead(dir, e))
  if (!kind.isDirectory())
    throw new Error(`fileHandler: ${dir} is not a folder; pass the folder that holds ${JSON_FILE}`)
  const text = await fs.readFile(file, 'utf8').catch((e: unknown) => cannotRead(file, e))
  const { json, groups } = readManifest(text, file)
  const parts: Uint8Array[] = []
  for (const { paths, weights } of groups) {
    const shards = await Promise.all(paths.map((name) => readPart(name)))
    const expected = sizeOf(weights)
    const size = shards.reduce((n, s) => n + s.byteLength, 0)
    if (expected !== null && size !== expected) {
      throw new Error(
        `fileHandler: ${paths.map((p) => path.join(dir, p)).join(', ')} should hold ` +
          `${expected} bytes by ${JSON_FILE}, got ${size}; ` +
          'the file is damaged, or belongs to another model',
      )
    }
    parts.push(...shards)
  }
  const weightSpecs = groups.flatMap((g) => g.weights)
  const weightData = joined(parts).buffer
  return { ...json, ...(groups.length === 0 ? {} : { weightSpecs, weightData }) }

  async function readPart(name: string): Promise<Uint8Array> {
    const part = path.join(dir, name)
    const inside = path.relative(dir, part)
    if (path.isAbsolute(name) || inside.startsWith('..'))
      throw new Error(`fileHandler: ${file} names weights outside its folder: ${name}`)
    return fs.readFile(part).catch((e: unknown) => cannotRead(part, e))
  }
}

const cannotRead = (file: string, e: unknown): never => {
  throw new Error(`fileHandler: cannot read ${file}: ${messageOf(e)}`, { cause: e })
}
