// The heaps of newer files, which hold links and attributes when there are many.
import { type Bytes, bytesFor, damaged, unsupported } from './bytes.js'
import { checkSum, lookup3 } from './checksum.js'

/** The place of an object in the file. */
export interface Place {
  readonly at: number
  readonly size: number
}

/** Where the objects of the heap at a place are, by their ids, which stand at places too. */
export const fractalHeap = (bytes: Bytes, at: number): ((id: number) => Place) => {
  bytes.signature(at, 'FRHP')
  bytes.version(at + 4, 0)
  checkSum(bytes, at, 142)
  bytes.once.enter(at, 146)
  if (bytes.u16(at + 7) !== 0) unsupported('a compressed heap')
  const width = bytes.u16(at + 110)
  const start = bytes.u64(at + 112)
  const largest = bytes.u64(at + 120)
  const offsetBytes = Math.ceil(bytes.u16(at + 128) / 8)
  const lengthBytes = bytesFor(Math.min(largest, bytes.u32(at + 10)))
  if (width === 0 || start === 0 || offsetBytes > 7) damaged(at, 'a heap with blocks')
  const blocks = blocksOf(bytes, { at, width, start, largest, offsetBytes })
  return (id) => {
    const kind = (bytes.u8(id) >> 4) & 3
    if (kind === 2) return { at: id + 1, size: (bytes.u8(id) & 15) + 1 }
    if (kind !== 0) return unsupported('an attribute of more than 64 kB')
    const offset = bytes.small(id + 1, offsetBytes)
    const size = bytes.small(id + 1 + offsetBytes, lengthBytes)
    const block = lastUpTo(blocks, offset)
    if (block === undefined || offset + size > block.offset + block.size)
      return damaged(id, 'the id of an object in the heap')
    const place = { at: block.at + offset - block.offset, size }
    bytes.part(place.at, size)
    return place
  }
}

interface Heap {
  readonly at: number
  /** How many blocks are in a row. */
  readonly width: number
  /** The size of the first blocks. */
  readonly start: number
  /** The size of the largest block that holds objects. */
  readonly largest: number
  readonly offsetBytes: number
}
interface Block extends Place {
  /** Where in the heap it begins. */
  readonly offset: number
}

/** The last of the blocks, which are in order, that begins at an offset or before it. */
const lastUpTo = (blocks: readonly Block[], offset: number): Block | undefined => {
  let [from, to] = [0, blocks.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((blocks[middle]?.offset ?? 0) <= offset) from = middle + 1
    else to = middle
  }
  return blocks[from - 1]
}

/** The blocks that hold objects, by their offsets. */
const blocksOf = (bytes: Bytes, heap: Heap): readonly Block[] => {
  const { width, start, largest, offsetBytes } = heap
  const root = bytes.address(heap.at + 132)
  if (root === null) return []
  const found: Block[] = []
  const hasSums = (bytes.u8(heap.at + 9) & 2) !== 0
  const direct = (at: number, offset: number, size: number): void => {
    bytes.once.enter(at, size)
    bytes.signature(at, 'FHDB')
    if (hasSums) checkBlock(bytes, at, size, at + 13 + offsetBytes)
    found.push({ at, size, offset })
  }
  const sizeOfRow = (row: number): number => (row < 2 ? start : start * 2 ** (row - 1))
  const indirect = (at: number, from: number, rows: number): void => {
    const first = at + 13 + offsetBytes
    bytes.once.enter(at, first - at + rows * width * 8)
    bytes.signature(at, 'FHIB')
    checkSum(bytes, at, first - at + rows * width * 8)
    let offset = from
    for (let row = 0; row < rows; row++) {
      const size = sizeOfRow(row)
      for (let i = 0; i < width; i++, offset += size) {
        const child = bytes.address(first + (row * width + i) * 8)
        if (child === null) continue
        if (size <= largest) direct(child, offset, size)
        // as many rows as make up its size
        else indirect(child, offset, Math.log2(size) - Math.log2(start * width) + 1)
      }
    }
  }
  const rows = bytes.u16(heap.at + 140)
  if (rows === 0) direct(root, 0, start)
  else indirect(root, 0, rows)
  return found
}

/** Checks a block whose sum stands in it, where zeros stood when it was computed. */
const checkBlock = (bytes: Bytes, at: number, size: number, sumAt: number): void => {
  const sum = bytes.u32(sumAt)
  const block = Uint8Array.from(bytes.part(at, size))
  block.fill(0, sumAt - at, sumAt - at + 4)
  if (lookup3(block) !== sum) damaged(sumAt, `the checksum of the block at byte ${at}`)
}
