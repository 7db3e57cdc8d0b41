import { gzipSync } from 'node:zlib'

import { describe, expect, test } from '@jest/globals'

import { DataError } from '../src/data/data-error.js'
import { parseImages, parseLabels } from '../src/data/idx.js'
import { pixelsOf } from '../src/data/images.js'
import { loadMnist } from '../src/data/mnist.js'
import { dataFolder, imagesFile, joined, labelsFile, words } from './idx-files.js'

describe('IDX images', () => {
  test('are the bytes after the header', () => {
    const pixels = parseImages('images', imagesFile(3))
    expect(pixels).toHaveLength(3 * 784)
    expect(Array.from(pixels.subarray(0, 4))).toEqual([0, 7, 14, 21])
  })

  test.each([
    ['an empty file', new Uint8Array(), /expected: a header of 16 bytes\n\s+got: +0 bytes/],
    ['a header cut off', words(2051, 1), /expected: a header of 16 bytes\n\s+got: +8 bytes/],
    [
      'labels instead of images',
      imagesFile(1, { magic: 2049 }),
      /expected: magic number 2051 .*\n\s+got: +2049/,
    ],
    [
      'images of another size',
      imagesFile(1, { rows: 32 }),
      /expected: images of 28x28 pixels\n\s+got: +32x28/,
    ],
    ['no images', imagesFile(0), /expected: at least one of its images/],
    [
      'a file cut off',
      imagesFile(2).subarray(0, 1000),
      /expected: 1584 bytes.*2 images.*\n\s+got: +1000 bytes .*cut off/,
    ],
    [
      'a file longer than announced',
      imagesFile(2, { announced: 1 }),
      /expected: 800 bytes.*\n\s+got: +1584 bytes .*too long/,
    ],
    [
      'a gzip archive',
      new Uint8Array(gzipSync(imagesFile(1))),
      /got: +a gzip archive\n\s+fix: +unpack it with gunzip/,
    ],
  ])('%s is refused', (_what, bytes, message) => {
    const parse = () => parseImages('some/images', bytes)
    expect(parse).toThrow(DataError)
    expect(parse).toThrow(message)
    expect(parse).toThrow(/file: +some\/images/)
  })

  test('a huge announced count is refused, not allocated', () => {
    expect(() => parseImages('images', imagesFile(1, { announced: 0xffffffff }))).toThrow(
      /4294967295 images/,
    )
  })
})

describe('IDX labels', () => {
  test('are the bytes after the header', () => {
    expect(Array.from(parseLabels('labels', labelsFile([0, 9, 3])))).toEqual([0, 9, 3])
  })

  test.each([
    [
      'a label that is not a digit',
      labelsFile([1, 2, 10]),
      /expected: labels from 0 to 9\n\s+got: +10 as label 2/,
    ],
    ['images instead of labels', labelsFile([1], { magic: 2051 }), /expected: magic number 2049/],
    [
      'labels cut off',
      labelsFile([1, 2], { announced: 5 }),
      /expected: 13 bytes.*\n\s+got: +10 bytes/,
    ],
    ['more labels than announced', joined(labelsFile([1]), words(0)), /too long/],
  ])('%s are refused', (_what, bytes, message) => {
    expect(() => parseLabels('labels', bytes)).toThrow(message)
  })
})

describe('loading the digits', () => {
  test('reads a folder with the four files', async () => {
    const { train, test: unseen } = await loadMnist(await dataFolder())
    expect(train.count).toBe(4)
    expect(Array.from(train.labels)).toEqual([5, 0, 4, 9])
    expect(unseen.count).toBe(2)
    expect(unseen.pixels).toHaveLength(2 * 784)
  })

  test('names a missing file and says what to do', async () => {
    const folder = await dataFolder({ 't10k-labels-idx1-ubyte': null })
    await expect(loadMnist(folder)).rejects.toThrow(
      /file: +\S*t10k-labels-idx1-ubyte\n[^]*ENOENT[^]*fix: +reinstall .*--data/,
    )
  })

  test('refuses a different number of labels', async () => {
    const folder = await dataFolder({ 'train-labels-idx1-ubyte': labelsFile([1, 2, 3]) })
    await expect(loadMnist(folder)).rejects.toThrow(/expected: 4 labels.*\n\s+got: +3 labels/)
  })

  test('reads the published 60,000 and 10,000 from the package', async () => {
    const { train, test: unseen } = await loadMnist()
    expect([train.count, unseen.count]).toEqual([60_000, 10_000])
    expect(Array.from(train.labels.subarray(0, 5))).toEqual([5, 0, 4, 1, 9])
  })
})

test('pixels are their bytes divided by 255, in the room that is given', () => {
  const pixels = Uint8Array.from({ length: 3 * 784 }, (_, index) => index % 256)
  const digits = { count: 3, pixels, labels: new Uint8Array(3) }
  const wanted = [2, 0].flatMap((digit) =>
    Array.from(pixels.subarray(digit * 784, (digit + 1) * 784), (byte) => Math.fround(byte / 255)),
  )
  expect(Array.from(pixelsOf(digits, [2, 0]))).toEqual(wanted)
  const room = new Float32Array(3 * 784)
  const placed = pixelsOf(digits, [2, 0], room)
  expect(placed.buffer).toBe(room.buffer)
  expect(Array.from(placed)).toEqual(wanted)
})
