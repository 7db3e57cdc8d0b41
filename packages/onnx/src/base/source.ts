// What models are read from: a path in Node.js, or bytes as a web page has them; and the files
// beside a model, in which its weights may be.
import type * as fsTypes from 'node:fs/promises'
import type * as pathTypes from 'node:path'
import type * as urlTypes from 'node:url'
import { messageOf } from './errors.js'

/**
 * Where a model comes from: its path (or `file://` URL) in Node.js; anywhere its bytes, a `Blob` or
 * `File`, or the `Response` of a `fetch`.
 */
export type Source = string | ArrayBuffer | Uint8Array | Blob | Response

/** The bytes of a file that a model names. */
export type Beside = (location: string) => Promise<Uint8Array>

/** A file, and those beside it. */
export interface Content {
  readonly bytes: Uint8Array
  readonly beside: Beside
}

/**
 * The bytes of a source.
 * @param given where the files are that the model names; null for those in its folder
 * @throws TypeError for anything else
 * @throws Error when it cannot be read
 */
export const contentOf = async (source: Source, given: Beside | null): Promise<Content> => {
  if (typeof source === 'string') {
    const path = pathOf(source)
    const { fs } = nodeJs()
    // a pipe or a device would never end
    if (!(await fs.stat(path)).isFile()) throw new Error(`${path} is no file`)
    return { bytes: await fs.readFile(path), beside: given ?? folderOf(path) }
  }
  return { bytes: await bytesOf(source), beside: given ?? nowhere }
}

const bytesOf = async (source: Exclude<Source, string>): Promise<Uint8Array> => {
  if (source instanceof Uint8Array) return source
  if (isBuffer(source)) return new Uint8Array(source)
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer())
  if (source instanceof Response) {
    if (!source.ok)
      throw new Error(`the server answered ${source.status} for ${source.url}; check the address`)
    return new Uint8Array(await source.arrayBuffer())
  }
  throw new TypeError(
    'needs a path (in Node.js), an ArrayBuffer, a Uint8Array, a Blob or a Response, ' +
      `got ${inWords(source)}`,
  )
}

/** An ArrayBuffer of any realm. */
const isBuffer = (x: unknown): x is ArrayBuffer =>
  Object.prototype.toString.call(x) === '[object ArrayBuffer]'

const inWords = (x: unknown): string =>
  x === null || x === undefined ? String(x) : Array.isArray(x) ? 'an array' : `a ${typeof x}`

const nowhere: Beside = (location) =>
  Promise.reject(
    new Error(
      `the weights are in the file ${location} beside the model; give them as ` +
        "fromOnnx(model, { files: (name) => the file's bytes }), " +
        'or export the model with external_data=False',
    ),
  )

/**
 * The files in a model's folder. A model by a stranger may name any file of the machine, so neither
 * its path nor a link may lead out of the folder.
 */
const folderOf =
  (model: string): Beside =>
  async (location) => {
    const { fs, path } = nodeJs()
    const outside = (): never => {
      throw new Error(`the model names the file ${location}, which is not in its folder`)
    }
    if (path.isAbsolute(location) || /^[a-z]:|\\|\0/i.test(location)) outside()
    const folder = await fs.realpath(path.dirname(path.resolve(model)))
    const file = await fs.realpath(path.join(folder, location)).catch((e: unknown) => {
      // whether a file is there is no stranger's business either
      if (path.relative(folder, path.join(folder, location)).startsWith('..')) outside()
      throw new Error(`the weights are in ${location}, which cannot be read: ${messageOf(e)}`)
    })
    const within = path.relative(folder, file)
    if (within.startsWith('..') || path.isAbsolute(within)) outside()
    if (!(await fs.stat(file)).isFile()) throw new Error(`${location} is no file`)
    return fs.readFile(file)
  }

const pathOf = (source: string): string =>
  source.startsWith('file://') ? nodeJs().url.fileURLToPath(source) : source

interface NodeJs {
  readonly fs: typeof fsTypes
  readonly path: typeof pathTypes
  readonly url: typeof urlTypes
}

/** Node.js's modules for files, loaded at their first use, so that bundlers never see them. */
const nodeJs = (): NodeJs => {
  // absent in browsers
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (id: string) => unknown }
  }
  if (process?.getBuiltinModule === undefined)
    throw new Error('paths need Node.js 20.16 or newer; elsewhere use bytes, a Blob or a Response')
  return {
    // these are Node.js's own modules
    fs: process.getBuiltinModule('node:fs/promises') as typeof fsTypes,
    path: process.getBuiltinModule('node:path') as typeof pathTypes,
    url: process.getBuiltinModule('node:url') as typeof urlTypes,
  }
}
