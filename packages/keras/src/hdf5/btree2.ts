// The B-trees of newer files, which list links and attributes.
import { type Bytes, bytesFor, damaged } from './bytes.js'
import { checkSum } from './checksum.js'

/** Where the records of a tree of a type are. */
export const recordsAt = (bytes: Bytes, at: number, type: number): readonly number[] => {
  bytes.signature(at, 'BTHD')
  bytes.version(at + 4, 0)
  checkSum(bytes, at, 34)
  bytes.once.enter(at, 38)
  if (bytes.u8(at + 5) !== type) damaged(at + 5, `a tree of type ${type}`)
  const nodeSize = bytes.u32(at + 6)
  const size = bytes.u16(at + 10)
  const depth = bytes.u16(at + 12)
  const root = bytes.address(at + 16)
  if (root === null) return []
  if (size === 0 || depth > 32) damaged(at, 'a tree of records')
  const leafMost = Math.floor((nodeSize - 10) / size)
  /** How many records are below a node of each level. */
  const below = [0, leafMost]
  const pointer = (level: number): number =>
    8 + bytesFor(leafMost) + (level > 1 ? bytesFor(below[level] ?? 0) : 0)
  for (let level = 1; level <= depth; level++) {
    const most = Math.floor((nodeSize - 10 - pointer(level)) / (size + pointer(level)))
    below.push((most + 1) * (below[level] ?? 0) + most)
  }
  const found: number[] = []
  const visit = (node: number, count: number, level: number): void => {
    bytes.signature(node, level === 0 ? 'BTLF' : 'BTIN')
    bytes.version(node + 4, 0)
    const pointers = node + 6 + count * size
    const end = pointers + (level === 0 ? 0 : (count + 1) * pointer(level))
    bytes.once.enter(node, end - node)
    checkSum(bytes, node, end - node)
    for (let i = 0; i < count; i++) found.push(node + 6 + i * size)
    if (level === 0) return
    for (let i = 0; i <= count; i++) {
      const here = pointers + i * pointer(level)
      visit(bytes.place(here), bytes.small(here + 8, bytesFor(leafMost)), level - 1)
    }
  }
  visit(root, bytes.u16(at + 24), depth)
  return found
}
