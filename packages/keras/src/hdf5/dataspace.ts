// The sizes of a dataset.
import { type Bytes, damaged } from './bytes.js'

/** The most axes that HDF5 allows. */
const MOST_AXES = 32

/** The sizes at a place; null for nothing at all, which has no elements. */
export const shapeAt = (bytes: Bytes, at: number): readonly number[] | null => {
  const version = bytes.version(at, 1, 2)
  const rank = bytes.u8(at + 1)
  if (rank > MOST_AXES) damaged(at + 1, `at most ${MOST_AXES} axes, not ${rank}`)
  if (version === 2 && bytes.u8(at + 3) === 2) return null
  const first = at + (version === 1 ? 8 : 4)
  const shape = Array.from({ length: rank }, (_, i) => bytes.u64(first + 8 * i))
  if (!Number.isSafeInteger(sizeOf(shape))) damaged(first, 'sizes below 2^53')
  return shape
}

/** How many elements there are. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((n, size) => n * size, 1)
