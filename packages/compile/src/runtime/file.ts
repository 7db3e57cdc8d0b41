// The file of a compiled net:
//
//   bytes 0–3    LSMC
//   bytes 4–7    version of the format, 1
//   bytes 8–11   checksum of all that follows
//   bytes 12–15  length of the head
//   bytes 16–19  length of the words of all programs
//   bytes 20–23  length of the weights
//   head         JSON in UTF-8, with spaces up to a multiple of 4
//   words        tables and records of each program, 32 bits each
//   weights      32-bit floats
//
// All numbers are little-endian.
import { type Contents, readHead } from './head.js'
import { START } from './machine.js'

const MAGIC = 0x434d534c
const VERSION = 1
const HEADER = 24

/** The bytes of a file; equal contents give equal bytes. */
export const encodeFile = ({ head, words, weights }: Contents): Uint8Array<ArrayBuffer> => {
  const json = JSON.stringify(head)
  const text = new TextEncoder().encode(json)
  const padded = Math.ceil(text.length / 4) * 4
  const lengths = [padded, words.byteLength, weights.byteLength] as const
  const bytes = new Uint8Array(HEADER + lengths.reduce((sum, length) => sum + length, 0))
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint32(4, VERSION, true)
  for (const [i, length] of lengths.entries()) view.setUint32(12 + 4 * i, length, true)
  bytes.fill(SPACE, HEADER, HEADER + padded)
  bytes.set(text, HEADER)
  bytes.set(asBytes(words), HEADER + padded)
  bytes.set(asBytes(weights), HEADER + padded + words.byteLength)
  view.setUint32(8, checksum(bytes), true)
  return bytes
}
const SPACE = 32
const asBytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)

/** FNV-1a over 32-bit words, from the lengths on: it detects any change of a single word. */
const checksum = (bytes: Uint8Array): number => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let hash = 0x811c9dc5
  for (let at = 12; at < bytes.length; at += 4)
    hash = Math.imul(hash ^ view.getUint32(at, true), 0x01000193)
  return hash >>> 0
}

/** What a file may ask for. */
export interface FileLimits {
  /** Bytes of memory. */
  readonly memory: number
  /** Steps of loops for an image. */
  readonly work: number
}

/**
 * Reads a file without trusting anything in it.
 * @throws Error that says what is wrong with it
 */
export const decodeFile = (bytes: Uint8Array, limits: FileLimits): Contents => {
  const refuse = (why: string): never => {
    throw new Error(`loadCompiled: ${why}; write the file again with saveCompiled`)
  }
  if (bytes.length < HEADER) refuse(`the file ends after ${bytes.length} bytes, within its header`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== MAGIC) refuse('this is not a compiled net')
  const version = view.getUint32(4, true)
  if (version !== VERSION)
    refuse(`the file has format ${version}, and this version of layersmith reads format ${VERSION}`)
  const [head, words, weights] = [12, 16, 20].map((at) => view.getUint32(at, true)) as [
    number,
    number,
    number,
  ] // one for each
  const length = HEADER + head + words + weights
  if (length !== bytes.length)
    refuse(
      `the file should have ${length} bytes and has ${bytes.length}; it was cut off or altered`,
    )
  if (
    [head, words, weights].some((n) => n % 4 !== 0) ||
    view.getUint32(8, true) !== checksum(bytes)
  )
    refuse('the checksum is wrong; the file was altered')
  const from = HEADER + head
  const contents = {
    head: parsed(bytes.subarray(HEADER, from)) ?? refuse('its head is not JSON'),
    // copies, since the parts need not be aligned in the caller's array; a Buffer's slice is none
    words: new Int32Array(new Uint8Array(bytes.subarray(from, from + words)).buffer),
    weights: new Float32Array(new Uint8Array(bytes.subarray(from + words)).buffer),
  }
  const read = readHead(contents.head, {
    words: contents.words.length,
    from: START + weights,
    ...limits,
  })
  return typeof read === 'string' ? refuse(read) : { ...contents, head: read }
}

const parsed = (text: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(text)) as unknown
  } catch {
    return undefined // the caller refuses it
  }
}
