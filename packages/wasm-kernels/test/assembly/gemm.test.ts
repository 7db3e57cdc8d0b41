import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { assemblies } from '../support/assembly.js'
import { worst } from '../support/backends.js'
import { numbers, seeds, upTo } from '../support/values.js'

/** Sizes with a gap behind the values of each pixel, and behind the pixels of each row. */
const products = fc.record({
  rows: upTo(4),
  width: upTo(40),
  k: upTo(70),
  panels: upTo(4),
  gap: fc.nat(5),
  rowGap: fc.nat(9),
  least: fc.constantFrom(-Infinity, 0),
  most: fc.constantFrom(Infinity, 6),
  residual: fc.boolean(),
  seed: seeds,
})

describe.each(assemblies)('gemm, %s', (_build, { wasm, put, room, get, clear }) => {
  test('is the product with bias, residual and limits, and writes nothing else', () => {
    fc.assert(
      fc.property(
        products,
        ({ rows, width, k, panels, gap, rowGap, least, most, residual, seed }) => {
          clear()
          const n = 8 * panels
          const [pixel, outPixel] = [k + gap, n + gap]
          const [row, outRow] = [width * pixel + rowGap, width * outPixel + rowGap]
          const a = numbers(seed, rows * row)
          const w = numbers(seed + 1, k * n)
          const bias = numbers(seed + 2, n)
          const added = residual
            ? numbers(seed + 3, rows * outRow)
            : new Float32Array(rows * outRow)
          const packed = room(wasm.panelsSize(k, n))
          const sizes = [1, k * n, 0, 1, 1, 0, 1, 1, k, n, n, 1]
          wasm.packFilter(put(w), put(bias), packed, ...sizes, least, most)
          const c = room(rows * outRow)
          wasm.gemm(
            ...[put(a), pixel, row, packed, k, n, c, outPixel, outRow, width, rows],
            residual ? put(added) : 0,
          )
          const expected = new Float32Array(rows * outRow).fill(NaN)
          for (let r = 0; r < rows; r++) {
            for (let x = 0; x < width; x++) {
              for (let o = 0; o < n; o++) {
                const to = r * outRow + x * outPixel + o
                let sum = bias[o]! + added[to]!
                for (let i = 0; i < k; i++) sum += a[r * row + x * pixel + i]! * w[i * n + o]!
                expected[to] = Math.min(Math.max(sum, least), most)
              }
            }
          }
          expect(worst(get(c, rows * outRow), expected)).toBeLessThan(2e-6)
        },
      ),
      { numRuns: 150 },
    )
  })
})
