// Where the bytes of a dataset are: in its header, in a row, or in chunks.
import { type Bytes, damaged, unsupported } from './bytes.js'
import { sizeOf } from './dataspace.js'
import { type Filter, filtersAt } from './filters.js'
import { MESSAGE, type Message, only } from './object-header.js'

/** Chunks of so many bytes may be larger than their dataset, which can grow. */
const SMALL = 2 ** 20

/** Whether a dataset went through filters, and may have more bytes than are stored of it. */
export const isPacked = (bytes: Bytes, messages: readonly Message[]): boolean => {
  const filters = only(messages, MESSAGE.filters)
  return filters !== null && bytes.u8(filters.at + 1) > 0
}

/**
 * The bytes of a dataset: those of the file where they stand in a row, else new ones. No two
 * datasets share bytes, so each is read once.
 */
export const storedBytes = (
  bytes: Bytes,
  messages: readonly Message[],
  shape: readonly number[],
  width: number,
): Uint8Array => {
  const layout = only(messages, MESSAGE.layout)
  if (layout === null) return damaged(messages[0]?.at ?? 0, 'a dataset with a layout')
  if (only(messages, MESSAGE.externalFiles) !== null)
    return unsupported('a dataset in another file')
  const size = sizeOf(shape) * width
  const { at } = layout
  const version = bytes.u8(at)
  const kind = bytes.u8(at + 1)
  if (version !== 3 && version !== 4) return unsupported(`a dataset of layout ${version}`)
  if (kind < 2 && isPacked(bytes, messages))
    return damaged(at, 'no filters, since the dataset has no chunks')
  if (kind === 0) return whole(bytes, at + 4, bytes.u16(at + 2), size)
  if (kind === 1) {
    const place = bytes.address(at + 2)
    if (place === null && size > 0) return unsupported('a dataset that was never written')
    const part = whole(bytes, place ?? 0, place === null ? 0 : bytes.u64(at + 10), size)
    if (place !== null && size > 0) bytes.numbers.enter(place, size)
    return part
  }
  if (kind !== 2) return damaged(at + 1, 'a layout')
  if (version === 4) return unsupported('a dataset in chunks of the newer kind')
  const filters = only(messages, MESSAGE.filters)
  return chunked(bytes, at, shape, width, filters === null ? [] : filtersAt(bytes, filters.at))
}

const whole = (bytes: Bytes, at: number, found: number, size: number): Uint8Array =>
  found === size
    ? bytes.part(at, size)
    : damaged(at, `the ${size} bytes that the sizes of the dataset ask for, not ${found}`)

interface Chunk {
  readonly at: number
  readonly size: number
  /** The place of its first element. */
  readonly from: readonly number[]
  /** A bit for each filter that was left out. */
  readonly mask: number
}

const chunked = (
  bytes: Bytes,
  at: number,
  shape: readonly number[],
  width: number,
  filters: readonly Filter[],
): Uint8Array => {
  const rank = shape.length
  if (bytes.u8(at + 2) !== rank + 1) return damaged(at + 2, `chunks of ${rank} axes`)
  const sizes = shape.map((_, i) => bytes.u32(at + 11 + 4 * i))
  if (sizes.includes(0) || bytes.u32(at + 11 + 4 * rank) !== width)
    return damaged(at + 11, `chunks of elements of ${width} bytes`)
  const size = sizeOf(shape) * width
  const chunkBytes = sizeOf(sizes) * width
  const root = bytes.address(at + 3)
  const chunks = root === null || size === 0 ? [] : chunksAt(bytes, root, rank)
  const wanted = sizeOf(shape.map((n, i) => Math.ceil(n / (sizes[i] ?? 1))))
  if (chunks.length !== (size === 0 ? 0 : wanted))
    return damaged(root ?? at, `${wanted} chunks, not ${chunks.length}`)
  // the dataset is in the chunks, which cannot be much larger than it
  if (chunkBytes > Math.max(SMALL, size) * 2 ** Math.min(rank, 8))
    return damaged(at, 'chunks of the size of the dataset')
  const out = new Uint8Array(size)
  for (const { at: place, size: stored, from, mask } of chunks) {
    bytes.numbers.enter(place, stored)
    if (from.some((n, i) => n % (sizes[i] ?? 1) !== 0 || n >= (shape[i] ?? 0)))
      return damaged(place, 'a chunk within the dataset')
    const data = filters.reduce(
      // the mask numbers the filters as the writer applied them
      (part, filter, i) =>
        mask & (1 << (filters.length - 1 - i)) ? part : filter(part, chunkBytes),
      bytes.part(place, stored),
    )
    if (data.length !== chunkBytes) return damaged(place, `a chunk of ${chunkBytes} bytes`)
    copyChunk(data, out, { shape, sizes, from, width })
  }
  return out
}

/** The chunks that a tree lists. */
const chunksAt = (bytes: Bytes, root: number, rank: number): readonly Chunk[] => {
  const found: Chunk[] = []
  const keySize = 8 + 8 * (rank + 1)
  const visit = (node: number, level: number | null): void => {
    bytes.signature(node, 'TREE')
    if (bytes.u8(node + 4) !== 1) damaged(node + 4, 'a tree of chunks')
    const own = bytes.u8(node + 5)
    if (level !== null && own !== level) damaged(node + 5, `level ${level} of a tree`)
    const count = bytes.u16(node + 6)
    bytes.once.enter(node, 24 + (keySize + 8) * count)
    for (let i = 0; i < count; i++) {
      const key = node + 24 + i * (keySize + 8)
      const child = bytes.place(key + keySize)
      if (own > 0) visit(child, own - 1)
      else
        found.push({
          at: child,
          size: bytes.u32(key),
          mask: bytes.u32(key + 4),
          from: Array.from({ length: rank }, (_, axis) => bytes.u64(key + 8 + 8 * axis)),
        })
    }
  }
  visit(root, null)
  const places = new Set(found.map(({ from }) => from.join()))
  return places.size === found.length ? found : damaged(root, 'each chunk once')
}

/** Copies what of a chunk is in the dataset, row by row. */
const copyChunk = (
  data: Uint8Array,
  out: Uint8Array,
  to: {
    readonly shape: readonly number[]
    readonly sizes: readonly number[]
    readonly from: readonly number[]
    readonly width: number
  },
): void => {
  const { shape, sizes, from, width } = to
  const last = shape.length - 1
  const row = (axis: number, source: number, target: number): void => {
    const count = Math.min(sizes[axis] ?? 1, (shape[axis] ?? 1) - (from[axis] ?? 0))
    const first = target * (shape[axis] ?? 1) + (from[axis] ?? 0)
    if (axis === last) {
      const start = source * (sizes[axis] ?? 1) * width
      out.set(data.subarray(start, start + count * width), first * width)
      return
    }
    for (let i = 0; i < count; i++) row(axis + 1, source * (sizes[axis] ?? 1) + i, first + i)
  }
  row(0, 0, 0)
}
