// Archives as fflate and Python write them, and damaged ones.
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { crc32 } from '../src/zip/crc32.js'
import { isZip, readZip } from '../src/zip/read.js'

const contents = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 20 }).filter((name) => name !== '__proto__'),
  fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(0 as const, 6 as const)),
  { minKeys: 1, maxKeys: 5, noNullPrototype: true },
)
const zipped = (files: Readonly<Record<string, readonly [Uint8Array, 0 | 6]>>): Uint8Array =>
  zipSync(
    Object.fromEntries(Object.entries(files).map(([n, [data, level]]) => [n, [data, { level }]])),
    { mtime: '1980-01-01' },
  )

it('has the checksum that the standard gives as its example', () => {
  expect(crc32(strToU8('123456789'))).toBe(0xcbf43926)
})

describe('an archive of fflate', () => {
  it('gives what is in it', () => {
    fc.assert(
      fc.property(contents, (files) => {
        const archive = zipped(files)
        expect(isZip(archive)).toBe(true)
        const found = readZip(archive)
        expect([...found.keys()].sort()).toEqual(Object.keys(files).sort())
        for (const [name, [data]] of Object.entries(files))
          expect(Array.from(found.get(name)!.read())).toEqual(Array.from(data))
      }),
    )
  })
  it('gives its own bytes for what is stored', () => {
    const archive = zipped({ weights: [new Uint8Array(1000), 0] })
    expect(readZip(archive).get('weights')!.read().buffer).toBe(archive.buffer)
  })
  it('never gives other bytes, however it is damaged', () => {
    fc.assert(
      fc.property(
        contents,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        fc.nat(),
        (files, changes, cut) => {
          const archive = zipped(files)
          for (const [at, byte] of changes) archive[at % archive.length] = byte
          const given = changes.length === 0 ? archive.slice(0, cut % archive.length) : archive
          try {
            for (const [name, member] of readZip(given)) {
              const got = Array.from(member.read())
              // an undamaged checksum over all its bytes
              if (files[name] !== undefined) expect(got).toEqual(Array.from(files[name][0]))
            }
          } catch (e) {
            // the wording of ours, or the assertion above
            expect(String(e)).toMatch(/^Error: (the archive is damaged: |.* in the archive is )/)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

it('refuses a small file that would fill the memory', () => {
  const archive = zipSync({ bomb: new Uint8Array(2 ** 24) }, { level: 9 })
  expect(() => readZip(archive)).toThrow(/its files claim to have 16777216 bytes, packed in \d+/)
})
it('refuses many files that would, though each is small', () => {
  const bombs = Array.from({ length: 9 }, (_, i) => [`bomb ${i}`, new Uint8Array(2 ** 20)])
  const archive = zipSync(Object.fromEntries(bombs), { level: 9 })
  expect(() => readZip(archive)).toThrow(/its files claim to have 9437184 bytes, packed in \d+/)
})
it('refuses two files in one place', () => {
  const archive = zipSync({ a: new Uint8Array(64), b: new Uint8Array(64) }, { level: 0 })
  const view = new DataView(archive.buffer)
  const directory = view.getUint32(archive.length - 6, true)
  view.setUint32(directory + 47 + 42, view.getUint32(directory + 42, true), true)
  expect(() => readZip(archive)).toThrow('b shares bytes with the file before it')
})
