// Reads zip archives (APPNOTE.TXT 6.3.10 of PKWARE): the directory at their end, and members that
// are stored or deflated. A stored member is part of the archive's own bytes, since the weights of
// a model fill memory once and should not twice.
import { inflateSync } from 'fflate'
import { crc32 } from './crc32.js'

/** A file in an archive. */
export interface Member {
  readonly name: string
  /**
   * Its bytes, which may be the archive's own.
   * @throws Error that names it, when it is damaged or packed in another way
   */
  read(): Uint8Array
}

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const END64 = 0x06064b50
const LOCATOR64 = 0x07064b50

const STORED = 0
const DEFLATED = 8

/** How many times its own size an archive may hold once it is inflated, unless that is little. */
const MOST_TIMES = 100
const LITTLE = 2 ** 20

export const isZip = (bytes: Uint8Array): boolean =>
  [0x50, 0x4b, 3, 4].every((byte, i) => bytes[i] === byte)

const broken = (what: string): never => {
  throw new Error(
    `the archive is damaged: ${what}; it may be cut off, so save or download it again`,
  )
}

/**
 * What is in an archive, by name.
 * @throws Error when it is damaged, or would become too large
 */
export const readZip = (bytes: Uint8Array): ReadonlyMap<string, Member> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = entriesIn(view)
  checkExtents(view, entries)
  return new Map(
    entries.map((entry) => [entry.name, { name: entry.name, read: () => contentOf(view, entry) }]),
  )
}

const entriesIn = (view: DataView): readonly Entry[] => {
  const { count, start, end } = directoryIn(view)
  const entries = new Map<string, Entry>()
  let at = start
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY)
      return broken(`entry ${i + 1} of ${count} is not in its directory`)
    const entry = entryAt(view, at)
    at = entry.end
    if (at > end) return broken(`entry ${i + 1} of ${count} goes beyond its directory`)
    if (entries.has(entry.name)) return broken(`two of its files are called ${entry.name}`)
    entries.set(entry.name, entry)
  }
  return [...entries.values()]
}

/** Checks that files share no bytes, and that all of them inflated do not fill the memory. */
const checkExtents = (view: DataView, entries: readonly Entry[]): void => {
  let free = 0
  for (const entry of [...entries].sort((a, b) => a.at - b.at)) {
    if (entry.at < free) broken(`${entry.name} shares bytes with the file before it`)
    free = dataAt(view, entry) + entry.packed
  }
  const inflated = entries.reduce((n, { method, size }) => n + (method === DEFLATED ? size : 0), 0)
  if (inflated > Math.max(LITTLE, view.byteLength * MOST_TIMES))
    broken(`its files claim to have ${inflated} bytes, packed in ${view.byteLength}`)
}

interface Directory {
  readonly count: number
  readonly start: number
  readonly end: number
}
const directoryIn = (view: DataView): Directory => {
  // a comment of up to 65,535 bytes may follow
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65557); at--) {
    if (view.getUint32(at, true) !== END) continue
    const [count, start] = [view.getUint16(at + 10, true), view.getUint32(at + 16, true)]
    if (count < 0xffff && start < 0xffff_ffff)
      return start <= at ? { count, start, end: at } : broken('its directory is not where it says')
    const locator = at - 20
    if (locator < 0 || view.getUint32(locator, true) !== LOCATOR64)
      return broken('it has no directory')
    const end = big(view, locator + 8)
    if (end + 56 > locator || view.getUint32(end, true) !== END64)
      return broken('it has no directory')
    const from = big(view, end + 48)
    return from <= end
      ? { count: big(view, end + 32), start: from, end }
      : broken('its directory is not where it says')
  }
  return broken('it has no directory at its end')
}

const big = (view: DataView, at: number): number => {
  const n = Number(view.getBigUint64(at, true))
  return n <= view.byteLength * 2048 ? n : broken('it names a place far outside')
}

interface Entry {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  /** Where the file's own header is. */
  readonly at: number
  /** Where the next entry is. */
  readonly end: number
}

const decoder = new TextDecoder()

const entryAt = (view: DataView, at: number): Entry => {
  const nameAt = at + 46
  const extraAt = nameAt + view.getUint16(at + 28, true)
  const extraEnd = extraAt + view.getUint16(at + 30, true)
  const end = extraEnd + view.getUint16(at + 32, true)
  if (end > view.byteLength) return broken('an entry of its directory is cut off')
  const name = decoder.decode(
    new Uint8Array(view.buffer, view.byteOffset + nameAt, extraAt - nameAt),
  )
  let wide = wideAt(view, extraAt, extraEnd)
  /** A number of 4 bytes, or the next of 8 that stand after the entry. */
  const sized = (place: number): number => {
    const n = view.getUint32(place, true)
    if (n !== 0xffff_ffff) return n
    if (wide === null || wide.at + 8 > wide.end) return broken(`${name} has no size`)
    const found = big(view, wide.at)
    wide = { ...wide, at: wide.at + 8 }
    return found
  }
  const [size, packed, header] = [sized(at + 24), sized(at + 20), sized(at + 42)]
  return {
    name,
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed,
    size,
    at: header,
    end,
  }
}

/** Where the sizes of large files stand in what follows an entry. */
const wideAt = (
  view: DataView,
  from: number,
  to: number,
): { readonly at: number; readonly end: number } | null => {
  for (let at = from; at + 4 <= to;) {
    const end = at + 4 + view.getUint16(at + 2, true)
    if (view.getUint16(at, true) === 1) return { at: at + 4, end: Math.min(end, to) }
    at = end
  }
  return null
}

/** Where the packed bytes of a file begin; they end within the archive. */
const dataAt = (view: DataView, { name, at, packed }: Entry): number => {
  if (at + 30 > view.byteLength || view.getUint32(at, true) !== LOCAL)
    return broken(`${name} is not where its directory says`)
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
  return start + packed <= view.byteLength ? start : broken(`${name} is cut off`)
}

const contentOf = (view: DataView, entry: Entry): Uint8Array => {
  const { name, flags, method, crc, packed, size } = entry
  if ((flags & 1) !== 0) throw new Error(`${name} in the archive is encrypted; save it without`)
  const stored = new Uint8Array(view.buffer, view.byteOffset + dataAt(view, entry), packed)
  const content =
    method === STORED
      ? stored
      : method === DEFLATED
        ? inflated(name, stored, size)
        : unknown(name, method)
  return content.length === size && crc32(content) === crc
    ? content
    : broken(`${name} does not have the size and checksum that its directory says`)
}

const inflated = (name: string, packed: Uint8Array, size: number): Uint8Array => {
  try {
    // with room for one byte too many
    return inflateSync(packed, { out: new Uint8Array(size + 1) })
  } catch {
    return broken(`${name} cannot be unpacked`)
  }
}

const unknown = (name: string, method: number): never => {
  throw new Error(
    `${name} in the archive is packed by method ${method}; only stored and deflated files can ` +
      'be read, which is what Keras writes',
  )
}
