// A program may come from a stranger: it takes no more steps than it is charged for, whatever its
// records say.
import { beforeAll, describe, expect, it } from '@jest/globals'
import { Machine, type Program, START } from '../src/runtime/machine.js'

const MEMORY = 4 * 2 ** 20
const DATA = START + 128

interface Made {
  readonly sizes: readonly number[]
  readonly more?: readonly number[]
  readonly args: readonly number[]
}

/** A program of one record. */
const program = (kernel: number, { sizes, more = [], args }: Made): Program => {
  const words = new Int32Array(32)
  words[0] = kernel
  words.set(sizes, 1)
  words.set(more, 6)
  words.set(args, 13)
  const none = { inputs: [], outputs: [] }
  return { base: START, words, records: START, count: 1, end: MEMORY, ...none }
}

let machine: Machine
beforeAll(async () => {
  machine = await Machine.start()
})

describe('is charged for what it does', () => {
  const row = (columns: number) => [0, 0, DATA, 0, columns]
  it.each<readonly [string, number, Made, number]>([
    [
      'a convolution of one pixel by a whole tile',
      12,
      {
        sizes: [1, 1, 64, 64, 4],
        more: [1],
        args: [DATA, DATA, DATA, DATA, 2 ** 21, 1, 1, 0, 0, 1, 1],
      },
      36 * 64 * (64 / 8),
    ],
    [
      'rows that are copied for each band',
      2,
      {
        sizes: [200, 1, 8, 1],
        more: [1, 1, 50, 1, 8, 50],
        args: [DATA, DATA, DATA, DATA, 2 ** 21, 50, 50, 1, 0, 0, 0, 8, 0, 8],
      },
      200 * 50 * 8 * 50,
    ],
    [
      'zeros behind the channels of a softmax',
      7,
      { sizes: [1000, 1, 4], args: [DATA, ...row(1000)] },
      1000 * 1000,
    ],
    [
      'zeros behind normalized channels',
      11,
      { sizes: [1000, 1, 4, 4], args: [0, DATA, 0, 0, DATA, 1000, DATA, 0, 0] },
      1000 * 1000,
    ],
    [
      'moments of groups',
      11,
      { sizes: [100, 10, 4, 400], args: [1, DATA, 0, 0, DATA, 4, DATA, 0, 0] },
      3 * 100 * 10 * 400,
    ],
    ['an enlarged image', 10, { sizes: [4, 5, 8, 30, 40], args: [DATA] }, 4 * 30 * 5 * 40 * 2],
    ['a product', 1, { sizes: [3, 7, 16, 50], args: [DATA, 0, 0, DATA, DATA] }, 3 * 7 * 2 * 50],
    [
      'filters of single channels',
      3,
      { sizes: [5, 6, 8, 7, 9], args: [DATA, 0, 0, DATA, DATA] },
      5 * 6 * 2 * 7 * 9,
    ],
  ])('%s', (_, kernel, made, steps) => {
    const work = machine.workOf(program(kernel, made))
    expect(work).toBeGreaterThanOrEqual(steps)
    expect(work).toBeLessThan(100 * steps)
  })
})

describe('is refused', () => {
  const REFUSED = /the program does not fit its own sizes/
  const refuse = (kernel: number, made: Made) =>
    expect(() => machine.run(program(kernel, made), [], 1, 2 ** 40)).toThrow(REFUSED)

  it.each<readonly [string, number, Made]>([
    ['tiles of other edges', 12, { sizes: [1, 1, 8, 8, 6], more: [1], args: [DATA] }],
    [
      'more tiles than can be counted',
      12,
      { sizes: [2 ** 20, 2 ** 20, 1, 1, 2], more: [1], args: [] },
    ],
    // its counter of columns would overflow and never end
    [
      'a product of endless columns',
      1,
      { sizes: [1, 2 ** 31 - 1, 8, 1], args: [DATA, 0, 0, DATA, DATA] },
    ],
    [
      'no rows of endless channels',
      13,
      { sizes: [0, 1, 2 ** 30 - 1], args: [DATA, DATA, DATA, 0, 0, 1, 0, 0, 0, 1] },
    ],
    ['negative sizes', 0, { sizes: [-5, 1, 1], args: [DATA] }],
    [
      'a margin that overflows',
      2,
      {
        sizes: [1, 1, 8, 1],
        more: [1, 1, 1, 1, 8, 8],
        args: [DATA, DATA, DATA, DATA, DATA, 9, 9, 2, 0, 2 ** 31 - 1, 8, 0, 8],
      },
    ],
    ['an unknown kernel', 99, { sizes: [1], args: [] }],
  ])('%s', (_, kernel, made) => refuse(kernel, made))
})
