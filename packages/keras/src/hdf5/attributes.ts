// The attributes of an object, by name: small values that stand in its header or in a heap.
import { type Bytes, damaged, unsupported } from './bytes.js'
import { recordsAt } from './btree2.js'
import { shapeAt, sizeOf } from './dataspace.js'
import { datatypeAt } from './datatype.js'
import { fractalHeap } from './fractal-heap.js'
import { MESSAGE, type Message, only } from './object-header.js'
import { textsIn } from './values.js'

/** Attributes by name, each with what gives its texts. */
export type Attributes = ReadonlyMap<string, () => readonly string[]>

export const attributesIn = (bytes: Bytes, messages: readonly Message[]): Attributes => {
  const own = messages.filter(({ type }) => type === MESSAGE.attribute)
  return new Map(
    [...own, ...dense(bytes, only(messages, MESSAGE.attributeInfo))].map(({ at, size }) =>
      attributeAt(bytes, at, size),
    ),
  )
}

/** The attributes in a heap, if there are so many that they are in one. */
const dense = (
  bytes: Bytes,
  info: Message | null,
): readonly { readonly at: number; readonly size: number }[] => {
  if (info === null) return []
  bytes.version(info.at, 0)
  const at = info.at + 2 + ((bytes.u8(info.at + 1) & 1) !== 0 ? 2 : 0)
  const heap = bytes.address(at)
  if (heap === null) return []
  const objectAt = fractalHeap(bytes, heap)
  return recordsAt(bytes, bytes.place(at + 8), 8).map(objectAt)
}

/** An attribute; its texts are read when asked for, since other types are nobody's concern. */
const attributeAt = (
  bytes: Bytes,
  at: number,
  size: number,
): readonly [string, () => readonly string[]] => {
  const version = bytes.version(at, 1, 2, 3)
  const sizes = [2, 4, 6].map((i) => bytes.u16(at + i))
  const padded = (n = 0): number => (version === 1 ? Math.ceil(n / 8) * 8 : n)
  const nameAt = at + (version === 3 ? 9 : 8)
  const typeAt = nameAt + padded(sizes[0])
  const spaceAt = typeAt + padded(sizes[1])
  const dataAt = spaceAt + padded(sizes[2])
  if (dataAt > at + size) damaged(at, `an attribute of ${size} bytes`)
  const isShared = version > 1 && (bytes.u8(at + 1) & 3) !== 0
  const name = bytes.text(nameAt, sizes[0] ?? 0)
  const texts = (): readonly string[] => {
    if (isShared) return unsupported(`the attribute ${name} of a type that has a name`)
    const type = datatypeAt(bytes, typeAt)
    const shape = shapeAt(bytes, spaceAt)
    if (shape === null) return []
    const room = sizeOf(shape) * type.size
    if (dataAt + room > at + size) damaged(at, `an attribute of ${room} bytes`)
    return textsIn(bytes, bytes.part(dataAt, room), type, shape, at)
  }
  return [name, texts]
}
