// The heaps of older files: names of a group's members, and texts of any length.
import { type Bytes, damaged } from './bytes.js'

/** The names in a group's local heap, by their offsets in it. */
export const localHeap = (bytes: Bytes, at: number): ((offset: number) => string) => {
  bytes.signature(at, 'HEAP')
  bytes.version(at + 4, 0)
  const size = bytes.u64(at + 8)
  const data = bytes.place(at + 24)
  bytes.part(data, size)
  bytes.once.enter(at, 32)
  bytes.once.enter(data, size)
  return (offset) =>
    offset < size
      ? bytes.text(data + offset, size - offset)
      : damaged(at, `a heap of more than ${offset} bytes`)
}

/** The object with a number in the global heap at a place. */
export const globalObject = (bytes: Bytes, at: number, wanted: number): Uint8Array => {
  bytes.signature(at, 'GCOL')
  bytes.version(at + 4, 1)
  const end = at + bytes.u64(at + 8)
  for (let here = at + 16; here + 16 <= end;) {
    const index = bytes.u16(here)
    const size = bytes.u64(here + 8)
    if (index === wanted) return bytes.part(here + 16, size)
    if (index === 0) break // the space that is left
    here += 16 + Math.ceil(size / 8) * 8
  }
  return damaged(at, `an object of number ${wanted} in the heap`)
}
