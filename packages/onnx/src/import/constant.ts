// Constants, and what is computed from them while a graph is read. Whatever only moves numbers is a
// walk by strides. An open size is NaN among integers.
import type { Numbers, Tensor } from '../model/types.js'

export interface Constant extends Tensor {
  readonly is: 'constant'
  /** Its name in the file, if it is a weight; null for numbers in the graph. */
  readonly parameter: string | null
}

export const constantOf = (tensor: Tensor, parameter: string | null): Constant => ({
  ...tensor,
  is: 'constant',
  parameter,
})

export const countOf = (dims: readonly number[]): number => dims.reduce((n, size) => n * size, 1)

/** A constant with other sizes and numbers. */
export const made = (
  from: Pick<Constant, 'type' | 'parameter'>,
  dims: readonly number[],
  numbers: Numbers,
): Constant => ({
  is: 'constant',
  parameter: from.parameter,
  stored: null,
  type: from.type,
  dims,
  numbers,
})

/** A list of integers, such as a shape. */
export const integers = (numbers: readonly number[]): Constant =>
  made({ type: 'int', parameter: null }, [numbers.length], Float64Array.from(numbers))

const alike = (type: Tensor['type'], count: number): Numbers =>
  type === 'float' ? new Float32Array(count) : new Float64Array(count)

/** How far apart neighbors on each axis are. */
export const stridesOf = (dims: readonly number[]): readonly number[] =>
  dims.map((_, i) => countOf(dims.slice(i + 1)))

/** The most numbers that a constant may grow to. */
const MOST = 2 ** 22

/** Memory for this many numbers made from a constant. */
export const room = (from: Pick<Constant, 'type' | 'numbers'>, count: number): Numbers => {
  if (count > Math.max(MOST, from.numbers.length))
    throw new Error(
      `a constant of ${from.numbers.length} numbers would be stretched to ${count}, ` +
        'which is too many',
    )
  return alike(from.type, count)
}

/** The numbers at a start and at steps from there, row by row. */
export const strided = (
  from: Constant,
  dims: readonly number[],
  strides: readonly number[],
  start = 0,
): Constant => {
  const numbers = room(from, countOf(dims))
  const place = dims.map(() => 0)
  let at = start
  for (let i = 0; i < numbers.length; i++) {
    numbers[i] = from.numbers[at] ?? NaN
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      const next = (place[axis] ?? 0) + 1
      at += strides[axis] ?? 0
      if (next < (dims[axis] ?? 0)) {
        place[axis] = next
        break
      }
      at -= (strides[axis] ?? 0) * (dims[axis] ?? 0)
      place[axis] = 0
    }
  }
  return made(from, dims, numbers)
}

export const transposed = (from: Constant, order: readonly number[]): Constant => {
  const strides = stridesOf(from.dims)
  return strided(
    from,
    order.map((axis) => from.dims[axis] ?? 1),
    order.map((axis) => strides[axis] ?? 0),
  )
}

/** The sizes that both are broadcast to; null if they do not fit. */
export const broadcast = (a: readonly number[], b: readonly number[]): readonly number[] | null => {
  const rank = Math.max(a.length, b.length)
  const at = (dims: readonly number[], i: number): number => dims[i - rank + dims.length] ?? 1
  const sizes = Array.from({ length: rank }, (_, i) => {
    const [m, n] = [at(a, i), at(b, i)]
    return m === n || n === 1 ? m : m === 1 ? n : NaN
  })
  return sizes.some(Number.isNaN) ? null : sizes
}

/** A constant broadcast to sizes that it fits. */
export const stretched = (from: Constant, dims: readonly number[]): Constant => {
  const strides = stridesOf(from.dims)
  return strided(
    from,
    dims,
    dims.map((_, i) => {
      const axis = i - dims.length + from.dims.length
      return (from.dims[axis] ?? 1) === 1 ? 0 : (strides[axis] ?? 0)
    }),
  )
}

export const mapped = (from: Constant, f: (n: number) => number): Constant =>
  made(
    from,
    from.dims,
    alike(from.type, from.numbers.length).map((_, i) => f(from.numbers[i] ?? 0)),
  )

/** Combines two, element by element; null if their sizes do not fit. */
export const zipped = (
  a: Constant,
  b: Constant,
  f: (m: number, n: number) => number,
): Constant | null => {
  const dims = broadcast(a.dims, b.dims)
  if (dims === null) return null
  const [first, second] = [stretched(a, dims).numbers, stretched(b, dims).numbers]
  const isInteger = a.type !== 'float'
  return made(
    { type: a.type, parameter: a.parameter ?? b.parameter },
    dims,
    alike(a.type, first.length).map((_, i) => {
      const n = f(first[i] ?? 0, second[i] ?? 0)
      return isInteger ? Math.trunc(n) : n
    }),
  )
}
