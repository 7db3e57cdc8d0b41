// What a chunk of a dataset went through before it was stored.
import { unzlibSync } from 'fflate'
import { type Bytes, damaged, unsupported } from './bytes.js'
import { adler32 } from './checksum.js'

/** Turns a stored chunk into `size` bytes. */
export type Filter = (stored: Uint8Array, size: number) => Uint8Array

/** How much more than its stored bytes a chunk may be: deflate makes at most 1,032 of one. */
const MOST_TIMES = 1032

const inflated =
  (at: number): Filter =>
  (stored, size) => {
    if (size > stored.length * MOST_TIMES) damaged(at, 'a chunk that can become so large')
    const sum = new DataView(stored.buffer, stored.byteOffset + Math.max(0, stored.length - 4))
    // with room for one byte too many
    const out = unpacked(stored, at, new Uint8Array(size + 1))
    return out.length === size && adler32(out) === sum.getUint32(0)
      ? out
      : damaged(at, `a chunk that inflates to ${size} bytes with the checksum at its end`)
  }

const unpacked = (stored: Uint8Array, at: number, out: Uint8Array): Uint8Array => {
  try {
    return unzlibSync(stored, { out })
  } catch {
    return damaged(at, 'a chunk that zlib compressed')
  }
}

/** First bytes of all elements come first, then all second ones, and so on. */
const unshuffled =
  (width: number): Filter =>
  (stored) => {
    const count = Math.floor(stored.length / width)
    const out = Uint8Array.from(stored) // what is left over stays where it is
    for (let i = 0; i < count; i++)
      for (let j = 0; j < width; j++) out[i * width + j] = stored[j * count + i] ?? 0
    return out
  }

/** The filters of a dataset, as the reader applies them: the last one first. */
export const filtersAt = (bytes: Bytes, at: number): readonly Filter[] => {
  const version = bytes.version(at, 1, 2)
  const count = bytes.u8(at + 1)
  const filters: Filter[] = []
  let here = at + (version === 1 ? 8 : 2)
  for (let i = 0; i < count; i++) {
    const id = bytes.u16(here)
    const hasName = version === 1 || id >= 256
    const nameLength = hasName ? bytes.u16(here + 2) : 0
    const values = bytes.u16(here + (hasName ? 6 : 4))
    const first =
      here + (hasName ? 8 : 6) + (version === 1 ? Math.ceil(nameLength / 8) * 8 : nameLength)
    if (id === 1) filters.unshift(inflated(here))
    else if (id === 2) filters.unshift(unshuffled(Math.max(1, bytes.u32(first))))
    else unsupported(`the filter ${FILTERS[id] ?? String(id)}`)
    here = first + 4 * (values + (version === 1 ? values % 2 : 0))
  }
  return filters
}
const FILTERS: Readonly<Record<number, string>> = {
  3: 'Fletcher-32',
  4: 'SZIP',
  5: 'N-bit',
  6: 'scale-offset',
}
