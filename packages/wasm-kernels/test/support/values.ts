import { engine, tensor, type Tensor } from '@tensorflow/tfjs'
import fc from 'fast-check'

/** Numbers from a seed (mulberry32), distributed evenly between -2 and 2. */
export const numbers = (seed: number, count: number): Float32Array => {
  let state = seed | 0
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 30 - 2
  })
}

export const size = (shape: readonly number[]): number =>
  shape.reduce((product, length) => product * length, 1)

/** A tensor of such numbers times a factor. */
export const random = (seed: number, shape: readonly number[], factor = 1): Tensor =>
  tensor(
    numbers(seed, size(shape)).map((value) => value * factor),
    [...shape],
  )

/** Runs one kernel on the current backend. */
export const kernel = (name: string, inputs: object, attrs: object): Tensor[] =>
  [engine().runKernel<Tensor | Tensor[]>(name, inputs as never, attrs as never)].flat()

export const seeds = fc.integer()
export const upTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max })

/** Factors as large and as small as sums in float32 allow. */
export const factors = fc.constantFrom(1, 1, 1e-20, 1e20)

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))

/**
 * The number of rows that makes exactly two parts of a sum (1,024 lines each, see
 * ../../assembly/matrices/columns.ts), between one row less and one more.
 */
export const partRows = (columns: number): readonly number[] => {
  const shortest = (columns / gcd(columns, 4)) * 4
  const rows = (2 * 1024 * shortest * Math.ceil(32 / shortest)) / columns
  return [rows - 1, rows, rows + 1]
}
