// Writes HDF5 as Keras reads it: groups and datasets of numbers, in the oldest form of files, which
// every version of HDF5 reads.
//
//   superblock · for each group, its members first: heap of names, tree, leaves, header ·
//   headers of datasets | the numbers
//
// All that describes stands before the numbers, which are asked for one dataset after the other:
// so a file can be written without being in memory.

/** The types of numbers that are written. */
const TYPES = {
  // class and version, bits, size; then offset, precision, places of exponent and mantissa, bias
  float32: [0x11, 0x20, 0x1f, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0],
  int32: [0x10, 0x08, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0],
  int64: [0x10, 0x08, 0, 0, 8, 0, 0, 0, 0, 0, 64, 0],
} as const
const WIDTHS = { float32: 4, int32: 4, int64: 8 } as const

/** A dataset to write. */
export interface NewDataset {
  readonly shape: readonly number[]
  readonly type: keyof typeof TYPES
  /** Its numbers in a row, as little-endian bytes. */
  readonly bytes: () => Promise<Uint8Array>
}
/** Members by name. */
export interface NewGroup extends ReadonlyMap<string, NewDataset | NewGroup> {
  readonly size: number
}

/** A file to write: how many bytes it has, and its parts, one after the other. */
export interface NewFile {
  readonly size: number
  readonly parts: () => AsyncGenerator<Uint8Array>
}

const isGroup = (x: NewDataset | NewGroup): x is NewGroup => x instanceof Map
const encoder = new TextEncoder()
const padded = (n: number): number => Math.ceil(n / 8) * 8
const NOWHERE = 0xffff_ffff_ffff_ffffn
/** A leaf of a tree names up to twice as many members. */
const LEAF = 4
const LEAF_SIZE = 8 + 2 * LEAF * 40

export const writeHdf5 = (root: NewGroup): NewFile => {
  const datasets = new Map<NewDataset, number>()
  // one size for the trees of all groups: large enough for the largest
  const fan = Math.max(16, Math.ceil(leavesOf(largestOf(root)) / 2))
  const headers = 96 + sizeOf(root, fan)
  let size = headers
  const place = (group: NewGroup): void => {
    for (const [, member] of sorted(group)) {
      if (isGroup(member)) place(member)
      else {
        datasets.set(member, size)
        size += padded(bytesOf(member))
      }
    }
  }
  place(root)
  return {
    size,
    parts: async function* () {
      yield new Writer(headers, fan, datasets).file(root, size)
      for (const dataset of datasets.keys()) {
        const bytes = await dataset.bytes()
        const wanted = bytesOf(dataset)
        if (bytes.length !== wanted)
          throw new Error(`layersmith: ${wanted} bytes of numbers, got ${bytes.length}`)
        yield bytes
        if (wanted % 8 > 0) yield new Uint8Array(8 - (wanted % 8))
      }
    },
  }
}

/** Trees are searched by the bytes of names. */
const sorted = (group: NewGroup): readonly (readonly [string, NewDataset | NewGroup])[] =>
  [...group].sort(([a], [b]) => (a < b ? -1 : 1))
const bytesOf = ({ shape, type }: NewDataset): number => shape.reduce((n, s) => n * s, WIDTHS[type])
const leavesOf = (members: number): number => Math.max(1, Math.ceil(members / (2 * LEAF)))
const largestOf = (group: NewGroup): number =>
  Math.max(group.size, ...[...group.values()].filter(isGroup).map(largestOf))

const heapSize = (group: NewGroup): number =>
  [...group.keys()].reduce((n, name) => n + padded(encoder.encode(name).length + 1), 8)
const treeSize = (fan: number): number => 24 + (4 * fan + 1) * 8
const datasetSize = ({ shape, type }: NewDataset): number =>
  16 + (8 + 8 + 8 * shape.length) + (8 + padded(TYPES[type].length)) + (8 + 8) + (8 + 24)

/** The bytes of all that describes a member and what is in it. */
const sizeOf = (member: NewDataset | NewGroup, fan: number): number =>
  isGroup(member)
    ? [...member.values()].reduce(
        (n, inner) => n + sizeOf(inner, fan),
        // header, heap and its names, tree and its leaves
        16 + 24 + 32 + heapSize(member) + treeSize(fan) + leavesOf(member.size) * LEAF_SIZE,
      )
    : datasetSize(member)

type Messages = readonly (readonly [type: number, data: readonly (number | bigint)[]])[]

class Writer {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #fan: number
  /** Where the numbers of each dataset go. */
  readonly #places: ReadonlyMap<NewDataset, number>
  #end = 96

  constructor(size: number, fan: number, places: ReadonlyMap<NewDataset, number>) {
    this.#bytes = new Uint8Array(size)
    this.#view = new DataView(this.#bytes.buffer)
    this.#fan = fan
    this.#places = places
  }

  file(root: NewGroup, size: number): Uint8Array {
    const header = this.#group(root)
    this.#bytes.set([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a])
    this.#bytes.set([8, 8, 0], 13)
    this.#view.setUint16(16, LEAF, true)
    this.#view.setUint16(18, this.#fan, true)
    this.#u64(32, NOWHERE)
    this.#u64(40, size)
    this.#u64(48, NOWHERE)
    this.#u64(64, header)
    return this.#bytes
  }

  #take(size: number): number {
    const at = this.#end
    this.#end += size
    return at
  }
  #u64(at: number, n: number | bigint): void {
    this.#view.setBigUint64(at, BigInt(n), true)
  }
  #letters(at: number, letters: string): void {
    this.#bytes.set(encoder.encode(letters), at)
  }

  /** An object header; numbers are bytes, bigints 8 of them. */
  #header(messages: Messages): number {
    const blocks = messages.map(([type, data]) => {
      const size = data.reduce<number>((n, one) => n + (typeof one === 'bigint' ? 8 : 1), 0)
      return { type, data, size: padded(size) }
    })
    const size = blocks.reduce((n, block) => n + 8 + block.size, 0)
    const at = this.#take(16 + size)
    this.#bytes[at] = 1
    this.#view.setUint16(at + 2, messages.length, true)
    this.#view.setUint32(at + 4, 1, true)
    this.#view.setUint32(at + 8, size, true)
    let here = at + 16
    for (const block of blocks) {
      this.#view.setUint16(here, block.type, true)
      this.#view.setUint16(here + 2, block.size, true)
      let data = here + 8
      for (const one of block.data) {
        if (typeof one === 'bigint') this.#u64(data, one)
        else this.#bytes[data] = one
        data += typeof one === 'bigint' ? 8 : 1
      }
      here += 8 + block.size
    }
    return at
  }

  #dataset(dataset: NewDataset): number {
    const { shape, type } = dataset
    const size = bytesOf(dataset)
    const at = size === 0 ? NOWHERE : BigInt(this.#places.get(dataset) ?? 0)
    return this.#header([
      [1, [1, shape.length, 0, 0, 0, 0, 0, 0, ...shape.map(BigInt)]],
      [3, TYPES[type]],
      [5, [2, 2, 2, 1, 0, 0, 0, 0]], // no value for what is not written
      [8, [3, 1, at, BigInt(size)]],
    ])
  }

  #group(group: NewGroup): number {
    const entries = sorted(group).map(
      ([name, member]) =>
        [name, isGroup(member) ? this.#group(member) : this.#dataset(member)] as const,
    )
    const [heap, names] = [this.#take(32), this.#take(heapSize(group))]
    this.#letters(heap, 'HEAP')
    this.#u64(heap + 8, heapSize(group))
    this.#u64(heap + 16, 1) // no free space
    this.#u64(heap + 24, names)
    let end = 8 // after the empty name
    const offsets = entries.map(([name]) => {
      const offset = end
      this.#letters(names + offset, name)
      end += padded(encoder.encode(name).length + 1)
      return offset
    })
    const tree = this.#take(treeSize(this.#fan))
    const leaves = leavesOf(entries.length)
    this.#letters(tree, 'TREE')
    this.#view.setUint16(tree + 6, entries.length === 0 ? 0 : leaves, true)
    this.#u64(tree + 8, NOWHERE)
    this.#u64(tree + 16, NOWHERE)
    for (let i = 0; i < leaves; i++) {
      const first = i * 2 * LEAF
      const own = entries.slice(first, first + 2 * LEAF)
      const leaf = this.#take(LEAF_SIZE)
      this.#letters(leaf, 'SNOD')
      this.#bytes[leaf + 4] = 1
      this.#view.setUint16(leaf + 6, own.length, true)
      own.forEach(([, header], j) => {
        this.#u64(leaf + 8 + 40 * j, offsets[first + j] ?? 0)
        this.#u64(leaf + 16 + 40 * j, header)
      })
      this.#u64(tree + 32 + 16 * i, leaf)
      this.#u64(tree + 40 + 16 * i, offsets[first + own.length - 1] ?? 0)
    }
    return this.#header([[0x11, [BigInt(tree), BigInt(heap)]]])
  }
}
