// The end of the wasm backend's memory, which is never touched: what does not fit is refused.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  add,
  conv2d,
  engine,
  maxPool,
  ones,
  tensor1d,
  tidy,
  zeros,
  type Rank,
  type TensorInfo,
} from '@tensorflow/tfjs'
import { guardMemory, type Off } from '../src/index.js'
import type { Heap } from '../src/base/heap.js'
import { heapBytes, held, startWithKernels } from './support/backends.js'

let off: Off
beforeAll(async () => {
  off = await startWithKernels()
})
afterAll(() => off())

const backend = (): Heap => engine().backend as Heap

/** Takes all memory there is in pieces of this many floats, without writing to it. */
const fill = (floats: number): TensorInfo[] => {
  const taken: TensorInfo[] = []
  expect(() => {
    for (;;) taken.push(backend().makeOutput([floats], 'float32'))
  }).toThrow(
    `The wasm backend has no memory left for a tensor of shape [${floats}] ` +
      `(float32, ${((4 * floats) / 1e6).toFixed(1)} MB)`,
  )
  return taken
}
const free = (taken: readonly TensorInfo[]): void => {
  for (const { dataId } of taken) backend().disposeData(dataId)
}

describe('a backend whose memory is full', () => {
  test('refuses a tensor before it writes anything, and goes on', () => {
    const first = tensor1d([1, 2, 3])
    const before = held()
    const taken = [2 ** 26, 2 ** 20, 2 ** 14].flatMap(fill)
    const last = tensor1d([4, 5, 6])
    // The memory never grows to the addresses where an allocation would wrap around to 0.
    expect(heapBytes()).toBeLessThanOrEqual(2 ** 32 - 2 ** 29)

    expect(() =>
      tidy(() => conv2d(ones<Rank.R4>([1, 16, 16, 8]), ones<Rank.R4>([1, 1, 8, 512]), 1, 0)),
    ).toThrow('has no memory left for a tensor of shape [1, 16, 16, 512]')
    expect(() => zeros([1e6])).toThrow('has no memory left for a tensor of shape [1000000]')
    expect(tidy(() => String(add(first, last).dataSync()))).toBe('5,7,9')
    expect([...first.dataSync(), ...last.dataSync()]).toEqual([1, 2, 3, 4, 5, 6])

    free(taken)
    last.dispose()
    expect(held()).toEqual(before)
    const large = [1, 2, 3].map(() => backend().makeOutput([1e8], 'float32'))
    free(large)
    first.dispose()
  })

  test('refuses what is larger than its addresses, whose size would wrap around to a small one', () => {
    const before = held()
    // 2³² + 40 bytes
    expect(() => backend().makeOutput([2 ** 30 + 10], 'float32')).toThrow('4295.0 MB')
    expect(held()).toEqual(before)
  })
})

test('a result of negative size is refused by name, and nothing is written', () => {
  const before = held()
  const canary = tensor1d([7, 8, 9])
  const image = ones<Rank.R4>([1, 2, 2, 1])
  const filter = ones<Rank.R4>([5, 5, 1, 4])
  expect(() => conv2d(image, filter, 1, 'valid')).toThrow(
    'the impossible shape [1, -2, -2, 4]: the windows of a convolution or pooling are larger',
  )
  expect(() => maxPool(image, 4, 1, 'valid')).toThrow('the impossible shape [1, -1, -1, 1]')
  expect([...canary.dataSync()]).toEqual([7, 8, 9])
  for (const tensor of [canary, image, filter]) tensor.dispose()
  expect(held()).toEqual(before)
})

test('a second call changes nothing', () => {
  const before = { ...backend() }
  guardMemory(backend())
  expect({ ...backend() }).toEqual(before)
})
