// Reads HDF5 (https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html): what Keras and
// h5py write, in older files and in newer ones.
//
//   superblock → header of the root → messages → links to the members' headers → …
//                                            └─▶ attributes
//   a dataset's messages → type, sizes, where its bytes are → numbers
//
// A file's own claims are never trusted: each read is within the file, each structure is read once,
// no two datasets share bytes, and all of them together claim no more than the file has (compressed
// ones, 100 times as much).
import { type Attributes, attributesIn } from './attributes.js'
import { Bytes, damaged, unsupported } from './bytes.js'
import { checkSum } from './checksum.js'
import { shapeAt, sizeOf } from './dataspace.js'
import { type NumberType, datatypeAt } from './datatype.js'
import { linksIn } from './groups.js'
import { MESSAGE, messagesAt, only } from './object-header.js'
import { isPacked, storedBytes } from './storage.js'
import { type Numbers, numbersIn } from './values.js'

export interface Hdf5Group {
  readonly is: 'group'
  readonly attributes: Attributes
  readonly members: ReadonlyMap<string, Hdf5Object>
}
export interface Hdf5Dataset {
  readonly is: 'dataset'
  readonly shape: readonly number[]
  readonly type: NumberType
  /**
   * Its numbers in a row; those of 32 bits share the bytes of the file where they can.
   * @throws Error that says where the file is damaged
   */
  read(): Numbers
}
export type Hdf5Object = Hdf5Group | Hdf5Dataset

/** How deep groups may nest. */
const DEEPEST = 100

export const isHdf5 = (bytes: Uint8Array): boolean =>
  [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a].every((byte, i) => bytes[i] === byte)

/**
 * The root of a file.
 * @throws Error that says where the file is damaged, or what in it cannot be read
 */
export const readHdf5 = (all: Uint8Array): Hdf5Group => {
  if (!isHdf5(all)) throw new Error('HDF5: this is no HDF5 file: it begins with other bytes')
  const bytes = new Bytes(all)
  const root = new Objects(bytes).at(rootOf(bytes), '', 0)
  return root.is === 'group' ? root : damaged(0, 'a group as the root')
}

/** Where the header of the root is. */
const rootOf = (bytes: Bytes): number => {
  const version = bytes.version(8, 0, 1, 2, 3)
  const sizes = version < 2 ? 13 : 9
  if (bytes.u8(sizes) !== 8 || bytes.u8(sizes + 1) !== 8)
    return unsupported('a file with addresses of other than 8 bytes')
  if (version > 1) checkSum(bytes, 0, 44)
  const base = version < 2 ? (version === 0 ? 24 : 28) : 12
  if (bytes.u64(base) !== 0) unsupported('a file with something before it')
  const end = base + 16
  if (bytes.u64(end) > bytes.length) damaged(end, `the size of the file, ${bytes.length} bytes`)
  // older files have the root as an entry in a table of symbols
  return version < 2 ? bytes.place(base + 40) : bytes.place(base + 24)
}

class Objects {
  readonly #bytes: Bytes
  readonly #datasets = new Map<number, Hdf5Dataset>()

  constructor(bytes: Bytes) {
    this.#bytes = bytes
  }

  /** The object whose header is at a place. */
  at(header: number, path: string, depth: number): Hdf5Object {
    const known = this.#datasets.get(header)
    if (known !== undefined) return known
    if (depth > DEEPEST) damaged(header, `at most ${DEEPEST} groups in each other`)
    const bytes = this.#bytes
    const messages = messagesAt(bytes, header)
    const attributes = attributesIn(bytes, messages)
    const links = linksIn(bytes, messages)
    if (links !== null)
      return {
        is: 'group',
        attributes,
        members: new Map(
          [...links].map(([name, place]) => [name, this.at(place, `${path}/${name}`, depth + 1)]),
        ),
      }
    const [space, type] = [only(messages, MESSAGE.dataspace), only(messages, MESSAGE.datatype)]
    if (space === null || type === null) return damaged(header, `a group or a dataset at ${path}`)
    const shape = shapeAt(bytes, space.at)
    if (shape === null) return unsupported(`the empty dataset ${path}`)
    const stored = datatypeAt(bytes, type.at)
    const isHalf =
      stored.is === 'opaque' &&
      stored.size === 2 &&
      attributes.get('dtype')?.().join() === 'bfloat16'
    const number =
      stored.is === 'number' ? stored.type : isHalf ? 'bfloat16' : unsupported(`text in ${path}`)
    // a lie about sizes is found at once, even if nobody asks for the numbers
    bytes.room.take(space.at, sizeOf(shape) * stored.size, isPacked(bytes, messages))
    let numbers: Numbers | null = null
    const dataset: Hdf5Dataset = {
      is: 'dataset',
      shape,
      type: number,
      read: () => (numbers ??= numbersIn(storedBytes(bytes, messages, shape, stored.size), number)),
    }
    this.#datasets.set(header, dataset)
    return dataset
  }
}
