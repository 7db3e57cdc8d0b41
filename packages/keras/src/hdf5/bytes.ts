// The bytes of a file, read with checked bounds: what a file says about itself may be a lie.

/** Says where a file is not what it should be. */
export const damaged = (at: number, expected: string): never => {
  throw new Error(
    `HDF5: at byte ${at} there should be ${expected}; ` +
      'the file is damaged or cut off, so save or download it again',
  )
}

/** Says what in a sound file is beyond this codec. */
export const unsupported = (what: string): never => {
  throw new Error(
    `HDF5: ${what} cannot be read here, and Keras does not write it; save the model again in Keras`,
  )
}

/** What HDF5 writes for an address that is not there. */
const NOWHERE = 0xffff_ffff_ffff_ffffn

/** How many times the file's own size all its texts may be, since some are asked for again. */
const MOST_TIMES = 10

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The structures of a file that have been read. Each has one owner and bytes of its own: whoever
 * comes twice to one goes in a circle, and all of them together are no larger than the file. So
 * reading ends, in a time that grows with the file alone.
 */
export class Once {
  readonly #seen = new Set<number>()
  #left: number

  constructor(length: number) {
    this.#left = length
  }

  /** Checks that a structure of so many bytes was not read before. */
  enter(at: number, size: number): void {
    this.#left -= size
    if (this.#seen.has(at) || this.#left < 0)
      damaged(at, 'something that belongs to one place, and two name it')
    this.#seen.add(at)
  }
}

/** How many times the file's own size its compressed datasets may be. */
const MOST_TIMES_PACKED = 100

/**
 * What all datasets of a file may take, by the sizes that they claim: those that stand in the file
 * as they are no more than the file has, compressed ones many times as much.
 */
export class Room {
  readonly #most: readonly [number, number]
  readonly #left: [number, number]

  constructor(length: number) {
    this.#most = [length, length * MOST_TIMES_PACKED]
    this.#left = [...this.#most]
  }

  /** Checks that a dataset of so many bytes has room beside those before it. */
  take(at: number, size: number, isPacked: boolean): void {
    const kind = isPacked ? 1 : 0
    this.#left[kind] -= size
    if (this.#left[kind] < 0)
      damaged(at, `sizes of numbers that fit the file, at most ${this.#most[kind]} bytes in all`)
  }
}

export class Bytes {
  readonly all: Uint8Array
  /** What of the file has been read, except the numbers of datasets. */
  readonly once: Once
  /** Where the numbers of datasets are. */
  readonly numbers: Once
  readonly room: Room
  readonly #view: DataView
  /** How many bytes may still become text. */
  #textLeft: number

  constructor(all: Uint8Array) {
    this.all = all
    this.#textLeft = all.byteLength * MOST_TIMES
    this.once = new Once(all.byteLength)
    this.numbers = new Once(all.byteLength)
    this.room = new Room(all.byteLength)
    this.#view = new DataView(all.buffer, all.byteOffset, all.byteLength)
  }

  get length(): number {
    return this.all.byteLength
  }
  /** Bytes of the file itself, not a copy. */
  part(at: number, size: number): Uint8Array {
    this.#within(at, size)
    return this.all.subarray(at, at + size)
  }
  u8(at: number): number {
    this.#within(at, 1)
    return this.#view.getUint8(at)
  }
  u16(at: number): number {
    this.#within(at, 2)
    return this.#view.getUint16(at, true)
  }
  u32(at: number): number {
    this.#within(at, 4)
    return this.#view.getUint32(at, true)
  }
  /** A whole number of 8 bytes, which must be one that JavaScript can hold. */
  u64(at: number): number {
    this.#within(at, 8)
    const n = Number(this.#view.getBigUint64(at, true))
    return Number.isSafeInteger(n) ? n : damaged(at, 'a number below 2^53')
  }
  /** A whole number of up to 7 bytes. */
  small(at: number, size: number): number {
    let n = 0
    for (let i = size - 1; i >= 0; i--) n = n * 256 + this.u8(at + i)
    return Number.isSafeInteger(n) ? n : damaged(at, 'a number below 2^53')
  }
  /** A place in the file, or null for none. */
  address(at: number): number | null {
    this.#within(at, 8)
    if (this.#view.getBigUint64(at, true) === NOWHERE) return null
    const place = this.u64(at)
    return place < this.length ? place : damaged(at, `a place in its ${this.length} bytes`)
  }
  /** A place in the file that has to be there. */
  place(at: number): number {
    return this.address(at) ?? damaged(at, 'the place of something')
  }
  /** Checks the letters that begin a structure. */
  signature(at: number, letters: string): void {
    for (let i = 0; i < letters.length; i++)
      if (this.u8(at + i) !== letters.charCodeAt(i)) damaged(at, `the letters ${letters}`)
  }
  /** Checks the number of a structure's version. */
  version(at: number, ...known: readonly number[]): number {
    const found = this.u8(at)
    return known.includes(found) ? found : damaged(at, `version ${known.join(' or ')}`)
  }
  /** A text of at most so many bytes that a zero ends. */
  text(at: number, most: number): string {
    const all = this.part(at, most)
    const end = all.indexOf(0)
    return this.decoded(end < 0 ? all : all.subarray(0, end), at)
  }
  /** Bytes as text; names and texts may lie in one place, so all of them count together. */
  decoded(bytes: Uint8Array, at: number): string {
    this.#textLeft -= bytes.length
    if (this.#textLeft < 0) damaged(at, `text of at most ${MOST_TIMES} times the file in all`)
    try {
      return decoder.decode(bytes)
    } catch {
      return damaged(at, 'text in UTF-8')
    }
  }

  #within(at: number, size: number): void {
    if (!(at >= 0 && size >= 0 && at + size <= this.length))
      damaged(at, `${size} bytes more, and the file has ${this.length}`)
  }
}

/** How many bytes a number up to `most` takes. */
export const bytesFor = (most: number): number => Math.floor(Math.log2(Math.max(1, most)) / 8) + 1
