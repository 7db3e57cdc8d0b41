// Saves a model to a folder. Whoever reads it, at any time, finds the old model or the new one:
// weights go to files of new names, and only the last step, one rename, makes model.json name them.
import * as tf from '@tensorflow/tfjs'
import { messageOf } from '@layersmith/core'
import { readManifest } from './manifest.js'
import { JSON_FILE, isWeightsFile, unfinished, weightsFile, writerOf } from './names.js'
import { type NodeJs, isAbsent, nodeJsForModels, pathOf } from './node-js.js'

/** Files larger than this cannot be read into one buffer everywhere. */
const SHARD_BYTES = 2 ** 30

export const save = async (
  given: string,
  artifacts: tf.io.ModelArtifacts,
  shardBytes = SHARD_BYTES,
): Promise<tf.io.SaveResult> => {
  const from = nodeJsForModels()
  const { fs, path } = from
  const dir = pathOf(given, from)
  if (dir.endsWith('.json'))
    throw new Error(
      `fileHandler: cannot save to ${dir}: pass the folder; ` +
        `${JSON_FILE} and the files of weights are written into it`,
    )
  if (artifacts.modelTopology instanceof ArrayBuffer)
    throw new Error(
      `fileHandler: cannot save to ${dir}: the model's topology is binary, and model.json is text`,
    )
  await makeFolder(from, dir)
  const shards = shardsOf(artifacts.weightData ?? [], shardBytes).map((parts) => ({
    parts,
    name: weightsFile(checksum(from, parts), from),
  }))
  const { weightData: _, weightSpecs = [], modelTopology, ...rest } = artifacts
  const weightsManifest = [{ paths: shards.map(({ name }) => name), weights: weightSpecs }]
  const json = JSON.stringify({ ...rest, modelTopology, weightsManifest })

  const file = path.join(dir, JSON_FILE)
  const newJson = path.join(dir, unfinished(from))
  const made = [newJson]
  try {
    await refuseFolder(fs, file)
    // first, so that a save beside this one sees it and cleans up nothing
    await writeDurably(fs, newJson, [json])
    for (const { name, parts } of shards) {
      made.push(path.join(dir, name))
      await writeDurably(fs, path.join(dir, name), parts)
    }
    await syncFolder(dir, from)
    await fs.rename(newJson, file)
  } catch (e) {
    // what cannot be removed now is left to the next save
    await Promise.allSettled(made.map((one) => fs.rm(one, { force: true })))
    throw new Error(`fileHandler: cannot save to ${dir}: ${messageOf(e)}`, { cause: e })
  }
  await syncFolder(dir, from)
  await cleanUp(dir, from)
  return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) }
}

/** Weights, which come as one buffer or as several, as the contents of files. */
const shardsOf = (
  data: ArrayBuffer | readonly ArrayBuffer[],
  shardBytes: number,
): readonly (readonly Uint8Array[])[] => {
  const shards: Uint8Array[][] = [[]]
  let room = shardBytes
  for (const buffer of [data].flat())
    for (let at = 0; at < buffer.byteLength;) {
      if (room === 0) {
        shards.push([])
        room = shardBytes
      }
      const length = Math.min(room, buffer.byteLength - at)
      shards.at(-1)?.push(new Uint8Array(buffer, at, length))
      at += length
      room -= length
    }
  return shards
}

const checksum = ({ crypto }: NodeJs, parts: readonly Uint8Array[]): string => {
  const hash = crypto.createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

const refuseFolder = async (fs: NodeJs['fs'], file: string): Promise<void> => {
  const kind = await fs.stat(file).catch(absent)
  if (kind !== null && kind.isDirectory()) throw new Error(`${file} is a folder`)
}

/** Accepts a missing file, and nothing else. */
const absent = (e: unknown): null => {
  if (isAbsent(e)) return null
  throw e
}

const writeDurably = async (
  fs: NodeJs['fs'],
  file: string,
  parts: readonly (string | Uint8Array)[],
): Promise<void> => {
  const handle = await fs.open(file, 'w')
  try {
    for (const part of parts) await handle.writeFile(part)
    // otherwise a rename may reach the disk before the content
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Brings the names in a folder to the disk, where the system can: Windows cannot be asked. */
const syncFolder = async (dir: string, { fs, process }: NodeJs): Promise<void> => {
  if (process.platform === 'win32') return
  const handle = await fs.open(dir, 'r')
  try {
    await handle.sync()
  } catch (e) {
    // some network file systems do not sync folders
    if (!['EINVAL', 'ENOTSUP'].includes(String((e as { code?: unknown }).code))) throw e
  } finally {
    await handle.close()
  }
}

const makeFolder = async (node: NodeJs, dir: string): Promise<void> => {
  try {
    await withParents(node, node.path.resolve(dir))
  } catch (e) {
    throw new Error(`fileHandler: ${dir} cannot be a folder: ${messageOf(e)}`, { cause: e })
  }
}

/** As `mkdir` with `recursive`, which never returns where no folder can be made, as in /proc. */
const withParents = async (node: NodeJs, dir: string): Promise<void> => {
  const { fs, path } = node
  if (await isFolder(fs, dir)) return
  const parent = path.dirname(dir)
  if (parent !== dir) await withParents(node, parent)
  try {
    await fs.mkdir(dir)
  } catch (e) {
    // another save may have made it meanwhile
    if (!(await isFolder(fs, dir))) throw e
  }
}
const isFolder = (fs: NodeJs['fs'], dir: string): Promise<boolean> =>
  fs.stat(dir).then(
    (stats) => stats.isDirectory(),
    () => false, // mkdir says why
  )

/**
 * Removes what model.json does not name: the weights before these, and what killed saves have left.
 * Another save that is going on in the folder may need what is there, and what cannot be removed
 * stays: then the next save cleans up.
 */
const cleanUp = async (dir: string, from: NodeJs): Promise<void> => {
  const { fs, path } = from
  const entries = await fs.readdir(dir, { withFileTypes: true })
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name)
  const left = names.filter((name) => writerOf(name) !== null)
  for (const name of left)
    if (await isBeingWritten(path.join(dir, name), writerOf(name) ?? 0, from)) return
  const text = await fs.readFile(path.join(dir, JSON_FILE), 'utf8')
  const named = readManifest(text, JSON_FILE).groups.flatMap((g) => g.paths)
  const old = names.filter((name) => isWeightsFile(name) && !named.includes(name))
  await Promise.allSettled(
    [...left, ...old].map((name) => fs.rm(path.join(dir, name), { force: true })),
  )
}

/** No save takes longer, in milliseconds. */
const LONGEST = 3_600_000

/** Whether a save is going on: its process may be gone, and its number given to another. */
const isBeingWritten = async (
  file: string,
  pid: number,
  { fs, process }: NodeJs,
): Promise<boolean> => {
  const kind = await fs.stat(file).catch(absent)
  if (kind === null) return false
  const age = Date.now() - kind.mtimeMs
  if (pid === process.pid) return age < process.uptime() * 1000
  if (age > LONGEST) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (e) {
    // EPERM: it runs, and belongs to somebody else
    return (e as { code?: unknown }).code === 'EPERM' // errors of Node.js have codes
  }
}
