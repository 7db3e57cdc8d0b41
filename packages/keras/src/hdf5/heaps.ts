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
  const heaps = globalHeaps.get(bytes) ?? new Map<number, Objects>()
  globalHeaps.set(bytes, heaps)
  const objects = heaps.get(at) ?? globalHeap(bytes, at)
  heaps.set(at, objects)
  return objects.get(wanted) ?? damaged(at, `an object of number ${wanted} in the heap`)
}

type Objects = ReadonlyMap<number, Uint8Array>
/** The heaps of each file by their places: many texts are in one, and it is read once. */
const globalHeaps = new WeakMap<Bytes, Map<number, Objects>>()

const globalHeap = (bytes: Bytes, at: number): Objects => {
  bytes.signature(at, 'GCOL')
  bytes.version(at + 4, 1)
  const size = bytes.u64(at + 8)
  bytes.once.enter(at, size)
  const objects = new Map<number, Uint8Array>()
  for (let here = at + 16; here + 16 <= at + size;) {
    const index = bytes.u16(here)
    const length = bytes.u64(here + 8)
    if (index === 0) break // the space that is left
    if (objects.has(index)) damaged(here, `one object of number ${index} in the heap`)
    objects.set(index, bytes.part(here + 16, length))
    here += 16 + Math.ceil(length / 8) * 8
  }
  return objects
}
