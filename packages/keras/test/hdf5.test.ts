// HDF5 as h5py writes it, and as we write it ourselves; h5py reads ours in `npm run test:keras`.
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Bytes } from '../src/hdf5/bytes.js'
import { lookup3 } from '../src/hdf5/checksum.js'
import { type Place, fractalHeap } from '../src/hdf5/fractal-heap.js'
import { readHdf5 } from '../src/hdf5/read.js'
import { writeHdf5 } from '../src/hdf5/write.js'
import { datasetsIn, fileOf, groupOf, joined, newDataset, numbersOf } from './support/hdf5.js'

/** How much of a number each type keeps. */
const precision: Readonly<Record<string, number>> = { float16: 1e-3, bfloat16: 1e-2 }

describe.each(['old', 'new', 'chunks'])('%s.h5 of h5py', (name) => {
  const root = readHdf5(fileOf(name))
  it('has the shapes and numbers that Python wrote', () => {
    const datasets = datasetsIn(root)
    expect(datasets.size).toBe(name === 'chunks' ? 4 : 13 + 4 + 40)
    for (const [path, dataset] of datasets) {
      const { shape, type } = dataset
      const got = dataset.read()
      const wanted = numbersOf(type, got.length)
      expect(got).toHaveLength(shape.reduce((n, size) => n * size, 1))
      const far = Array.from(got).filter(
        (n, i) => Math.abs(n - wanted[i]!) > (precision[type] ?? 1e-7),
      )
      expect([path, far]).toEqual([path, []])
    }
  })
  it('shares the bytes of the file where it can', () => {
    const bytes = fileOf(name)
    const shared = [...datasetsIn(readHdf5(bytes))].filter(
      ([, dataset]) => dataset.read().buffer === bytes.buffer,
    )
    expect(shared.some(([, { type }]) => type === 'float32')).toBe(name !== 'chunks')
  })
})

describe.each(['old', 'new'])('attributes in %s.h5', (name) => {
  const { attributes, members } = readHdf5(fileOf(name))
  it('are texts of any length, and lists', () => {
    expect(attributes.get('long')!()).toEqual(['a text of any length, ü'])
    expect(attributes.get('list')!()).toEqual(['a', 'bcd', ''])
    expect(attributes.get('number')!).toThrow('HDF5: a value that should be text cannot be read')
  })
  it('may be many', () => {
    const many = members.get('many')
    const found = many?.is === 'group' ? [...many.attributes] : []
    expect(new Map(found.map(([key, texts]) => [key, texts()]))).toEqual(
      new Map(Array.from({ length: 12 }, (_, i) => [`attribute ${i}`, [`value ${i}`]])),
    )
  })
})

it('refuses what it cannot read, in words', () => {
  const [plain] = [...datasetsIn(readHdf5(fileOf('new-chunks'))).values()]
  expect(() => plain!.read()).toThrow('HDF5: a dataset in chunks of the newer kind cannot be read')
  expect(() => readHdf5(new Uint8Array(99))).toThrow('HDF5: this is no HDF5 file')
})

describe('a heap of 256 blocks, of which every third is missing', () => {
  const bytes = new Uint8Array(20480)
  const view = new DataView(bytes.buffer)
  const letters = (at: number, word: string): void => bytes.set(new TextEncoder().encode(word), at)
  const sum = (at: number, end: number): void =>
    view.setUint32(end, lookup3(bytes.subarray(at, end)), true)
  letters(0, 'FRHP')
  view.setUint32(10, 64, true) // the size of the largest object
  view.setUint16(110, 256, true)
  view.setBigUint64(112, 64n, true)
  view.setBigUint64(120, 64n, true)
  view.setUint16(128, 16, true) // the bits of an offset
  view.setBigUint64(132, 152n, true)
  view.setUint16(140, 1, true)
  sum(0, 142)
  letters(152, 'FHIB')
  for (let i = 0; i < 256; i++) {
    const block = 4096 + 64 * i
    letters(block, 'FHDB')
    view.setBigUint64(167 + 8 * i, i % 3 === 2 ? 2n ** 64n - 1n : BigInt(block), true)
  }
  sum(152, 167 + 8 * 256)
  const objectAt = fractalHeap(new Bytes(bytes), 0)
  const find = (offset: number, size: number): Place => {
    bytes.set([0, offset & 255, offset >> 8, size], 3000)
    return objectAt(3000)
  }
  it('has objects from the first byte of each to the last', () => {
    for (let i = 0; i < 256; i++) {
      if (i % 3 === 2) continue
      for (const [offset, size] of [
        [64 * i, 64],
        [64 * i + 63, 1],
      ] as const)
        expect(find(offset, size)).toEqual({ at: 4096 + offset, size })
    }
  })
  it('has none between them', () => {
    for (const [offset, size] of [
      [127, 2],
      [128, 1],
      [191, 1],
      [16384, 1],
    ] as const)
      expect(() => find(offset, size)).toThrow('the id of an object in the heap')
  })
})

describe('what we write', () => {
  const name = fc.string({ minLength: 1, maxLength: 12 }).filter((s) => !/[/\0]/.test(s))
  const dataset = fc
    .array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 })
    .chain((shape) =>
      fc
        .float32Array({ minLength: size(shape), maxLength: size(shape) })
        .map((values) => ({ shape, values })),
    )
  const size = (shape: readonly number[]): number => shape.reduce((n, s) => n * s, 1)
  const tree = fc.dictionary(
    fc.array(name, { minLength: 3, maxLength: 3 }).map((parts) => parts.join('/')),
    dataset,
    { maxKeys: 60, noNullPrototype: true },
  )

  it('is what we read', async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (given) => {
        const datasets = Object.entries(given).map(
          ([path, { shape, values }]) => [path, newDataset(shape, values)] as const,
        )
        const file = await joined(writeHdf5(groupOf(Object.fromEntries(datasets))))
        const found = datasetsIn(readHdf5(file))
        expect([...found.keys()].sort()).toEqual(Object.keys(given).sort())
        for (const [path, { shape, values }] of Object.entries(given)) {
          expect(found.get(path)!.shape).toEqual(shape)
          expect(found.get(path)!.read()).toEqual(values)
        }
      }),
    )
  })
  it('may have a thousand members in a group', async () => {
    const numbers = Float32Array.of(1, 2, 3)
    const names = Array.from({ length: 1000 }, (_, i) => `member ${i}`)
    const file = await joined(
      writeHdf5(groupOf(Object.fromEntries(names.map((key) => [key, newDataset([3], numbers)])))),
    )
    const found = datasetsIn(readHdf5(file))
    expect([...found.keys()].sort()).toEqual(names.sort())
    expect(found.get('member 999')!.read()).toEqual(numbers)
  })
  it('asks for numbers one dataset after the other', async () => {
    const asked: string[] = []
    const dataset = (key: string) => {
      const made = newDataset([1], Float32Array.of(1))
      return { ...made, bytes: () => (asked.push(key), made.bytes()) }
    }
    const { parts } = writeHdf5(groupOf({ 'a/0': dataset('a/0'), 'b/0': dataset('b/0') }))
    expect(asked).toEqual([])
    const iterator = parts()
    await iterator.next()
    expect(asked).toEqual([])
    await iterator.next()
    expect(asked).toEqual(['a/0'])
  })
})
