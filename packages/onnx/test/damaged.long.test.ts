// Files that toOnnx wrote, cut off, with bits turned over, or with pieces of themselves elsewhere:
// read, or refused by an Error, within the time that a test has, and without tensors left.
import { beforeAll, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { BuildError } from '@layersmith/core'
import { toModel } from '@layersmith/tfjs'
import { fromOnnx, toOnnx } from '@layersmith/onnx'
import fc from 'fast-check'
import { composed } from './support/composed.js'

const names = ['graph', 'siamese', 'u-net', 'shuffled channels', 'repeated residuals'] as const
const files: Uint8Array[] = []

beforeAll(async () => {
  for (const name of names) {
    const built = toModel(composed.get(name)!() as any, { seed: 1 })
    files.push(await toOnnx(built))
    built.dispose()
  }
})

/** Reads a file, and says what came of it. */
const read = async (bytes: Uint8Array): Promise<'net' | 'error'> => {
  const before = tf.memory().numTensors
  const found = await fromOnnx(bytes).then(
    ({ weights }) => {
      const count = Object.values(weights).reduce((n, { length }) => n + length, 0)
      // four bytes each, and what the graph computes of them
      expect(count).toBeLessThan(2 * bytes.length)
      return 'net' as const
    },
    (e: unknown) => {
      expect(e).toBeInstanceOf(Error)
      if (!(e instanceof BuildError)) expect((e as Error).message).toMatch(/^fromOnnx: /)
      return 'error' as const
    },
  )
  expect(tf.memory().numTensors).toBe(before)
  return found
}

const file = fc.nat(names.length - 1)
const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })

it('cut off', async () => {
  await fc.assert(
    fc.asyncProperty(file, place, async (i, end) => {
      const bytes = files[i]!
      // there is no output before the end
      expect(await read(bytes.subarray(0, Math.floor(end * bytes.length)))).toBe('error')
    }),
    { numRuns: 400 },
  )
})

it('with bits turned over', async () => {
  const flips = fc.array(fc.tuple(place, fc.nat(7)), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(file, flips, async (i, all) => {
      const bytes = files[i]!.slice()
      for (const [at, bit] of all) bytes[Math.floor(at * bytes.length)]! ^= 1 << bit
      expect(['net', 'error']).toContain(await read(bytes))
    }),
    { numRuns: 300 },
  )
})

it('with pieces of themselves elsewhere', async () => {
  await fc.assert(
    fc.asyncProperty(
      file,
      place,
      place,
      fc.integer({ min: 1, max: 64 }),
      async (i, from, to, n) => {
        const bytes = files[i]!.slice()
        const [start, end] = [from, to].map((at) => Math.floor(at * (bytes.length - n)))
        bytes.copyWithin(end!, start!, start! + n)
        expect(['net', 'error']).toContain(await read(bytes))
      },
    ),
    { numRuns: 200 },
  )
})
