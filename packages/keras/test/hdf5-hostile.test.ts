// Files that are damaged, or lie: an error in words, or the numbers that are in them; never a
// crash, a hang, or more memory than the file asks for.
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Bytes } from '../src/hdf5/bytes.js'
import { datatypeAt } from '../src/hdf5/datatype.js'
import { localHeap } from '../src/hdf5/heaps.js'
import { messagesAt } from '../src/hdf5/object-header.js'
import { type Hdf5Group, readHdf5 } from '../src/hdf5/read.js'
import { textsIn } from '../src/hdf5/values.js'
import { writeHdf5 } from '../src/hdf5/write.js'
import { datasetsIn, fileOf, groupOf, joined, newDataset } from './support/hdf5.js'

/** Reads all of a file: the numbers by path, or the message of its error. */
const outcome = (bytes: Uint8Array): ReadonlyMap<string, ArrayLike<number>> | string => {
  try {
    const root = readHdf5(bytes)
    readAttributes(root)
    return new Map([...datasetsIn(root)].map(([path, dataset]) => [path, dataset.read()]))
  } catch (e) {
    // anything else is a bug of ours
    if (e instanceof Error && e.message.startsWith('HDF5: ')) return e.message
    throw e
  }
}
const readAttributes = ({ attributes, members }: Hdf5Group): void => {
  for (const [name, texts] of attributes) if (name !== 'number') texts()
  for (const member of members.values()) if (member.is === 'group') readAttributes(member)
}
const sizeOf = (found: ReturnType<typeof outcome>): number =>
  typeof found === 'string'
    ? 0
    : [...found.values()].reduce((n, values) => n + values.length * 4, 0)

const ours = await joined(
  writeHdf5(
    groupOf(
      Object.fromEntries(
        Array.from({ length: 12 }, (_, i) => [
          `layers/dense_${i}/vars/0`,
          newDataset(
            [3, 2],
            Float32Array.from({ length: 6 }, (_, j) => i + j / 8),
          ),
        ]),
      ),
    ),
  ),
)
const files = { ours, ...Object.fromEntries(['old', 'new', 'chunks'].map((n) => [n, fileOf(n)])) }

describe.each(Object.entries(files))('%s', (name, file) => {
  const whole = outcome(file)
  it('is sound to begin with', () => {
    expect(typeof whole).toBe('object')
  })
  it('cut off anywhere, it is refused', () => {
    fc.assert(
      fc.property(fc.nat(file.length - 1), (length) => {
        expect(typeof outcome(file.slice(0, length))).toBe('string')
      }),
      { numRuns: 200 },
    )
  })
  it('with changed bytes, it ends in words or in numbers', () => {
    // most structures stand at the front
    const place = fc.oneof(fc.nat(file.length - 1), fc.nat(Math.min(4096, file.length - 1)))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, fc.oneof(fc.nat(255), fc.constantFrom(0, 255))), {
          minLength: 1,
          maxLength: 8,
        }),
        (changes) => {
          const changed = file.slice()
          for (const [at, byte] of changes) changed[at] = byte
          expect(sizeOf(outcome(changed))).toBeLessThan(file.length * 100)
        },
      ),
      { numRuns: 300 },
    )
  })
  it('with one bit turned, it gives no other shapes', () => {
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(7), (at, bit) => {
        const changed = file.slice()
        changed[at] = changed[at]! ^ (1 << bit)
        const found = outcome(changed)
        if (typeof found === 'string' || typeof whole === 'string') return
        // the bit of a number, of a name or of something unused: the sizes are as before
        const sizes = (all: typeof found): number[] => [...all.values()].map((v) => v.length)
        const lost = sizes(whole).length - sizes(found).length
        if (lost === 0) expect(sizes(found).sort()).toEqual(sizes(whole).sort())
        else expect(name).not.toBe('new')
      }),
      { numRuns: 200 },
    )
  })
})

describe('lies', () => {
  const view = (bytes: Uint8Array): DataView =>
    new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  /** Where bytes stand in a file of ours. */
  const find = (wanted: readonly number[], from = 0): number => {
    for (let at = from; at < ours.length; at++)
      if (wanted.every((byte, i) => ours[at + i] === byte)) return at
    throw new Error('not there')
  }
  const letters = (word: string): number[] => Array.from(new TextEncoder().encode(word))
  const space = find([1, 2, 0, 0, 0, 0, 0, 0, 3]) // of a dataset of [3, 2]
  const group = find([0x11, 0, 16, 0]) + 8 // a message with the places of tree and heap
  const cases: Readonly<Record<string, (bytes: Uint8Array) => void>> = {
    'absurd sizes': (b) => view(b).setBigUint64(space + 8, 2n ** 40n, true),
    'sizes above 2^53': (b) => view(b).setBigUint64(space + 8, 2n ** 63n, true),
    'an absurd number of axes': (b) => view(b).setUint8(space + 1, 200),
    'another number of axes': (b) => view(b).setUint8(space + 1, 1),
    'a group in itself': (b) => {
      // the entry of the first leaf leads to the header of its group
      view(b).setBigUint64(find(letters('SNOD')) + 16, BigInt(group - 24), true)
    },
    'a tree in itself': (b) => {
      const tree = find(letters('TREE'))
      view(b).setUint8(tree + 5, 1)
      view(b).setBigUint64(tree + 32, BigInt(tree), true)
    },
    'two heaps of names in one place': (b) => {
      const heap = find(letters('HEAP'))
      const other = find(letters('HEAP'), heap + 1)
      view(b).setBigUint64(other + 24, view(b).getBigUint64(heap + 24, true), true)
    },
    'a place outside': (b) => view(b).setBigUint64(group, BigInt(b.length + 8), true),
    'addresses of 4 bytes': (b) => view(b).setUint8(13, 4),
    'a heap of absurd size': (b) =>
      view(b).setBigUint64(find(letters('HEAP')) + 8, 2n ** 50n, true),
    'a big-endian float': (b) => view(b).setUint8(find([0x11, 0x20, 0x1f, 0, 4]) + 1, 0x21),
    'another exponent': (b) => view(b).setUint8(find([0x11, 0x20, 0x1f, 0, 4]) + 16, 126),
  }
  it.each(Object.entries(cases))('%s', (_, lie) => {
    const bytes = ours.slice()
    lie(bytes)
    expect(outcome(bytes)).toEqual(expect.stringMatching(/^HDF5: .*(again|other bytes)/))
  })
  /** Gives the last dataset of a layout the place of the one before it. */
  const share = (bytes: Uint8Array, layout: readonly number[]): void => {
    const places: number[] = []
    for (let at = 0; at + layout.length <= bytes.length; at++)
      if (layout.every((byte, i) => byte < 0 || bytes[at + i] === byte)) places.push(at)
    const [from, to] = places.slice(-2).map((at) => at + layout.indexOf(-1))
    bytes.copyWithin(to!, from!, from! + 8)
  }
  const anywhere = Array.from({ length: 8 }, () => -1)
  it.each([
    ['numbers', ours, [3, 1, ...anywhere, 24, 0, 0, 0]],
    ['a tree of chunks', fileOf('chunks'), [3, 2, 3, ...anywhere, 3, 0, 0, 0, 2, 0, 0, 0, 4]],
  ])('%s of two datasets', (_, file, layout) => {
    const bytes = file.slice()
    share(bytes, layout)
    expect(outcome(bytes)).toContain('belongs to one place, and two name it')
  })
  it('sizes that fit the file one by one, but not together', () => {
    const bytes = ours.slice()
    const size = [1, 2, 0, 0, 0, 0, 0, 0, 3]
    for (let at = 0; at + size.length <= bytes.length; at++)
      if (size.every((byte, i) => bytes[at + i] === byte))
        view(bytes).setBigUint64(at + 8, BigInt(Math.floor(bytes.length / 48)), true)
    expect(() => readHdf5(bytes)).toThrow(`at most ${bytes.length} bytes in all`)
  })
  it('further blocks of a header that overlap', () => {
    // each goes on to the end, with messages that say nothing
    const bytes = new Uint8Array(2048)
    const blocks = 8
    bytes[0] = 1
    view(bytes).setUint32(8, blocks * 24, true)
    for (let i = 0; i < blocks; i++) {
      const [message, block] = [16 + i * 24, 256 + i * 8]
      bytes.set([0x10, 0, 16, 0], message)
      view(bytes).setBigUint64(message + 8, BigInt(block), true)
      view(bytes).setBigUint64(message + 16, BigInt(bytes.length - block), true)
    }
    expect(() => messagesAt(new Bytes(bytes), 0)).toThrow('belongs to one place')
  })
  it('names that are all in one long one', () => {
    const bytes = new Uint8Array(1024).fill(97)
    bytes.set(letters('HEAP\0'))
    view(bytes).setBigUint64(8, 992n, true)
    view(bytes).setBigUint64(24, 32n, true)
    const nameAt = localHeap(new Bytes(bytes), 0)
    expect(nameAt(990)).toBe('aa')
    expect(() => Array.from({ length: 992 }, (_, i) => nameAt(i))).toThrow(
      'text of at most 10 times the file in all',
    )
  })
  it('texts that are all the same long one', () => {
    const bytes = new Uint8Array(1024).fill(97)
    bytes.set([...letters('GCOL'), 1, 0, 0, 0])
    view(bytes).setBigUint64(8, 1024n, true)
    bytes.set([7, 0, 0, 0, 0, 0, 0, 0], 16)
    view(bytes).setBigUint64(24, 992n, true)
    const one = new Uint8Array(16)
    view(one).setUint32(0, 992, true)
    view(one).setUint32(12, 7, true)
    const texts = (count: number): readonly string[] =>
      textsIn(
        new Bytes(bytes),
        Uint8Array.from({ length: count * 16 }, (_, i) => one[i % 16]!),
        { is: 'longText', size: 16 },
        [count],
        0,
      )
    expect(texts(2)).toEqual(['a'.repeat(992), 'a'.repeat(992)])
    expect(() => texts(64)).toThrow('text of at most 10 times the file in all')
  })
  it('a text of zeros, though it does not end in one', () => {
    const raw = new Uint8Array(2 ** 21)
    raw[2 ** 21 - 2] = 97
    const [text] = textsIn(new Bytes(raw), raw, { is: 'text', size: raw.length }, [], 0)
    expect(text?.length).toBe(2 ** 21 - 1)
  })
  it('texts of no bytes, as many as one likes', () => {
    expect(() => datatypeAt(new Bytes(Uint8Array.of(0x13, 0, 0, 0, 0, 0, 0, 0)), 0)).toThrow(
      'HDF5: at byte 0 there should be a text',
    )
  })
})
