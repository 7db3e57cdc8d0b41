// What files are read from: a path in Node.js, or bytes as a web page has them.
import { nodeJs } from './node-js.js'

/**
 * Where a file comes from: its path (or `file://` URL) in Node.js; anywhere its bytes, a `Blob` or
 * `File`, or the `Response` of a `fetch`.
 */
export type Source = string | ArrayBuffer | Uint8Array | Blob | Response

/** The bytes of a file. */
export interface Content {
  readonly bytes: Uint8Array
  /** Whether nobody else has the bytes, so that they may be changed. */
  readonly isOurs: boolean
}

/**
 * The bytes of a source. The packages that read files of other formats take their sources by it.
 * @throws TypeError for anything else
 * @throws Error when it cannot be read, and for a path to anything but a file
 * @example
 * import { contentOf } from 'layersmith'
 * const { bytes } = await contentOf(new Blob(['net']))
 * bytes.length // 3
 */
export const contentOf = async (source: Source): Promise<Content> => {
  if (typeof source === 'string') return { bytes: await fileAt(source), isOurs: true }
  if (source instanceof Uint8Array) return { bytes: source, isOurs: false }
  if (isBuffer(source)) return { bytes: new Uint8Array(source), isOurs: false }
  if (source instanceof Blob)
    return { bytes: new Uint8Array(await source.arrayBuffer()), isOurs: true }
  if (source instanceof Response) {
    if (!source.ok)
      throw new Error(`the server answered ${source.status} for ${source.url}; check the address`)
    return { bytes: new Uint8Array(await source.arrayBuffer()), isOurs: true }
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

/** The bytes of a file, read into one buffer: Node.js's `readFile` has them in memory twice. */
const fileAt = async (path: string): Promise<Uint8Array> => {
  const { fs } = nodeJs()
  const file = await fs.open(path.startsWith('file://') ? new URL(path) : path)
  try {
    const stats = await file.stat()
    // a pipe or a device might never end
    if (!stats.isFile()) throw new Error(`${path} is not a file`)
    const bytes = new Uint8Array(stats.size)
    let end = 0
    for (let read = 1; read > 0 && end < bytes.length; end += read) {
      const { bytesRead } = await file.read(bytes, end, Math.min(bytes.length - end, MOST_AT_ONCE))
      read = bytesRead
    }
    return bytes.subarray(0, end)
  } finally {
    await file.close()
  }
}
/** Node.js reads fewer than 2^31 bytes at a time. */
const MOST_AT_ONCE = 2 ** 30
