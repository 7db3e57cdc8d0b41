// The members of a group, by name, as places of their headers: in tables of symbols as older files
// have them, or as messages or in a heap as newer ones.
import { type Bytes, damaged, unsupported } from './bytes.js'
import { recordsAt } from './btree2.js'
import { fractalHeap } from './fractal-heap.js'
import { localHeap } from './heaps.js'
import { MESSAGE, type Message, only } from './object-header.js'

export type Links = ReadonlyMap<string, number>

/** The members of a group; null for messages that are not those of a group. */
export const linksIn = (bytes: Bytes, messages: readonly Message[]): Links | null => {
  const table = only(messages, MESSAGE.symbolTable)
  if (table !== null) return unique(symbols(bytes, table.at), table.at)
  const info = only(messages, MESSAGE.linkInfo)
  const links = messages.filter(({ type }) => type === MESSAGE.link)
  if (info === null && links.length === 0) return null
  return unique(
    [...links.map(({ at, size }) => linkAt(bytes, at, size)), ...dense(bytes, info)],
    messages[0]?.at ?? 0,
  )
}

type Link = readonly [name: string, header: number]

const unique = (links: readonly Link[], at: number): Links => {
  const found = new Map(links)
  return found.size === links.length ? found : damaged(at, 'members of different names')
}

/** The members that a table of symbols names. */
const symbols = (bytes: Bytes, at: number): readonly Link[] => {
  const nameAt = localHeap(bytes, bytes.place(at + 8))
  const found: Link[] = []
  const leaf = (node: number): void => {
    bytes.signature(node, 'SNOD')
    bytes.version(node + 4, 1)
    const count = bytes.u16(node + 6)
    bytes.once.enter(node, 8 + 40 * count)
    for (let i = 0; i < count; i++) {
      const entry = node + 8 + 40 * i
      const name = nameAt(bytes.u64(entry))
      if (bytes.u32(entry + 16) === 2) unsupported(`the symbolic link ${name}`)
      found.push([name, bytes.place(entry + 8)])
    }
  }
  const tree = (node: number, level: number | null): void => {
    bytes.signature(node, 'TREE')
    if (bytes.u8(node + 4) !== 0) damaged(node + 4, 'a tree of names')
    const own = bytes.u8(node + 5)
    if (level !== null && own !== level) damaged(node + 5, `level ${level} of a tree`)
    const count = bytes.u16(node + 6)
    bytes.once.enter(node, 24 + 16 * count)
    for (let i = 0; i < count; i++) {
      const child = bytes.place(node + 32 + 16 * i)
      if (own > 0) tree(child, own - 1)
      else leaf(child)
    }
  }
  tree(bytes.place(at), null)
  return found
}

/** The members in a heap, if there are so many that they are in one. */
const dense = (bytes: Bytes, info: Message | null): readonly Link[] => {
  if (info === null) return []
  bytes.version(info.at, 0)
  const at = info.at + 2 + ((bytes.u8(info.at + 1) & 1) !== 0 ? 8 : 0)
  const heap = bytes.address(at)
  if (heap === null) return []
  const objectAt = fractalHeap(bytes, heap)
  return recordsAt(bytes, bytes.place(at + 8), 5).map((record) => {
    const place = objectAt(record + 4) // after the hash of the name
    return linkAt(bytes, place.at, place.size)
  })
}

/** A link in a message. */
const linkAt = (bytes: Bytes, at: number, size: number): Link => {
  bytes.version(at, 1)
  const flags = bytes.u8(at + 1)
  const isHard = (flags & 8) === 0 || bytes.u8(at + 2) === 0
  const lengthAt =
    at +
    2 +
    ((flags & 8) !== 0 ? 1 : 0) +
    ((flags & 4) !== 0 ? 8 : 0) +
    ((flags & 16) !== 0 ? 1 : 0)
  const width = 1 << (flags & 3)
  const length = width === 8 ? bytes.u64(lengthAt) : bytes.small(lengthAt, width)
  const nameAt = lengthAt + width
  if (nameAt + length > at + size) damaged(lengthAt, 'a name within its message')
  const name = bytes.decoded(bytes.part(nameAt, length), nameAt)
  return isHard ? [name, bytes.place(nameAt + length)] : unsupported(`the symbolic link ${name}`)
}
