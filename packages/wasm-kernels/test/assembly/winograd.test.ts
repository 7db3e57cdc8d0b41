import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { assemblies } from '../support/assembly.js'
import { worst } from '../support/backends.js'
import { convolution3x3, filterGradient3x3 } from '../support/reference.js'
import { numbers, seeds, upTo } from '../support/values.js'

/** The largest error, of the largest value, that the README promises. */
const promised = { 2: 2e-6, 4: 2e-5 } as const

const convolutions = fc.record({
  images: upTo(3),
  height: upTo(14),
  width: upTo(14),
  channels: upTo(8).map((fours) => 4 * fours),
  panels: upTo(3),
  top: fc.nat(3),
  left: fc.nat(3),
  bottom: fc.nat(2),
  right: fc.nat(2),
  gap: fc.nat(3).map((fours) => 4 * fours),
  rowGap: fc.nat(9),
  blockTiles: upTo(14),
  units: upTo(3),
  biased: fc.boolean(),
  relu: fc.boolean(),
  seed: seeds,
})

describe.each(assemblies)('winograd, %s', (_build, { wasm, put, room, get, clear }) => {
  test.each([2, 4] as const)('F(%ix·, 3x3) is the convolution, and writes nothing else', (tile) => {
    fc.assert(
      fc.property(convolutions, ({ panels, bottom, right, gap, rowGap, seed, ...given }) => {
        const { images, height, width, channels, top, left, blockTiles } = given
        const [outHeight, outWidth] = [height + top + bottom - 2, width + left + right - 2]
        fc.pre(outHeight > 0 && outWidth > 0)
        clear()
        const filters = 8 * panels
        const sizes = { images, height, width, channels, outHeight, outWidth, filters, top, left }
        const x = numbers(seed, images * height * width * channels)
        const w = numbers(seed + 1, 9 * channels * filters)
        const bias = given.biased ? numbers(seed + 2, filters) : new Float32Array(filters)
        const least = given.relu ? 0 : -Infinity

        // Pixels and rows with gaps behind them.
        const [xPixel, yPixel] = [channels + gap, filters + gap]
        const [xRow, yRow] = [width * xPixel + rowGap, outWidth * yPixel + rowGap]
        const [xImage, yImage] = [height * xRow, outHeight * yRow]
        const spread = new Float32Array(images * xImage).fill(NaN)
        for (let pixel = 0; pixel < images * height * width; pixel++)
          spread.set(
            x.subarray(pixel * channels, (pixel + 1) * channels),
            Math.floor(pixel / width) * xRow + (pixel % width) * xPixel,
          )
        const u = room(wasm.winogradFilterSize(tile, channels, filters))
        const steps = [channels * filters, channels, filters, filters, 1, 0]
        wasm.winogradFilter(tile, put(w), u, ...steps, 0, Math.ceil(filters / 8))
        const y = room(images * yImage)
        const tiles = images * Math.ceil(outHeight / tile) * Math.ceil(outWidth / tile)
        const units = Math.ceil(tiles / blockTiles)
        const scratch = room(given.units * wasm.winogradScratch(tile, channels, blockTiles))
        const args = [
          ...[tile, put(spread), u, given.biased ? put(bias) : 0, y, scratch, blockTiles],
          ...[images, height, width, channels, xImage, xRow, xPixel],
          ...[outHeight, outWidth, filters, top, left, yImage, yRow, yPixel, least, Infinity],
        ]
        for (let part = 0; part < given.units; part++) {
          const [from, to] = [part, part + 1].map((p) => Math.floor((p * units) / given.units))
          wasm.winograd(...args, from!, to!, part)
        }

        const reference = convolution3x3(sizes, x, w, bias).map((v) => Math.max(v, least))
        const expected = new Float64Array(images * yImage).fill(NaN)
        for (let pixel = 0; pixel < images * outHeight * outWidth; pixel++)
          expected.set(
            reference.subarray(pixel * filters, (pixel + 1) * filters),
            Math.floor(pixel / outWidth) * yRow + (pixel % outWidth) * yPixel,
          )
        expect(worst(get(y, images * yImage), expected)).toBeLessThan(promised[tile])
      }),
      { numRuns: 80 },
    )
  })

  test('the gradient of the filter is that of the convolution', () => {
    fc.assert(
      fc.property(convolutions, upTo(30), ({ panels, bottom, right, seed, ...given }, inGroup) => {
        const { images, height, width, channels, top, left, blockTiles } = given
        const [outHeight, outWidth] = [height + top + bottom - 2, width + left + right - 2]
        fc.pre(outHeight > 0 && outWidth > 0)
        clear()
        const filters = 8 * panels
        const sizes = { images, height, width, channels, outHeight, outWidth, filters, top, left }
        const x = numbers(seed, images * height * width * channels)
        const dy = numbers(seed + 1, images * outHeight * outWidth * filters)
        const groups = Math.ceil(
          (images * Math.ceil(outHeight / 4) * Math.ceil(outWidth / 4)) / inGroup,
        )
        const du = room(groups * wasm.winogradFilterSize(4, channels, filters))
        const scratch = room(2 * wasm.winogradFilterGradScratch(channels, filters, blockTiles))
        const args = [
          ...[put(x), put(dy), du, scratch, blockTiles, inGroup, images, height, width, channels],
          ...[outHeight, outWidth, filters, top, left],
        ]
        const middle = groups >> 1
        wasm.winogradFilterGrad(...args, middle, groups, 1)
        wasm.winogradFilterGrad(...args, 0, middle, 0)
        const dw = room(9 * channels * filters)
        wasm.winogradFilterGradEnd(du, groups, dw, scratch, channels, filters, 0, filters / 4, 0)
        const expected = filterGradient3x3(sizes, x, dy)
        expect(worst(get(dw, expected.length), expected)).toBeLessThan(promised[4])
      }),
      { numRuns: 80 },
    )
  })
})
