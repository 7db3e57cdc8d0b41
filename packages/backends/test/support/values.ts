import { expect } from '@jest/globals'
import { dispose, enableProdMode, engine, env, memory, tidy, type Tensor } from '@tensorflow/tfjs'
import { underTest, use } from './under-test.js'

// Keeps TensorFlow.js from advising on the console to install tfjs-node.
enableProdMode()

/** From now on TensorFlow.js throws when any kernel leaves data behind. */
export const watchKernels = (): void => env().set('IS_TEST', true)

/** Numbers from a seed (mulberry32), spread about evenly between -2 and 2. */
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

export interface Result {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** Runs a computation on a backend and expects it to leave no tensor and no data behind. */
export const computeOn = async (
  backend: string,
  compute: () => readonly Tensor[],
): Promise<Result[]> => {
  await use(backend)
  const held = () => ({ tensors: memory().numTensors, data: engine().backend.numDataIds() })
  const before = held()
  const results = tidy(() => [...compute()])
  // Not dataSync, which WebGPU lacks in Node.js.
  const values = await Promise.all(results.map((tensor) => tensor.data()))
  const read = results.map(({ shape }, i) => ({ shape, values: Float32Array.from(values[i]!) }))
  dispose(results)
  expect(held()).toEqual(before)
  return read
}

/** The largest difference, relative to the largest expected value, or to `floor` if larger. */
export const worst = (got: ArrayLike<number>, expected: ArrayLike<number>, floor = 1): number => {
  let largest = floor
  let difference = 0
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]!))
    const apart = Object.is(got[i], expected[i]) ? 0 : Math.abs(got[i]! - expected[i]!)
    difference = Number.isNaN(apart) ? Infinity : Math.max(difference, apart)
  }
  return difference / largest
}

/** The worst difference seen for each name. KERNEL_ERRORS=1 prints them after a file's tests. */
export const seen = new Map<string, number>()

export const expectClose = (
  name: string,
  got: Result | undefined,
  expected: Result | undefined,
  tolerance = underTest.tolerance.sums,
): void => {
  expect(got?.shape).toEqual(expected?.shape)
  const difference = worst(got!.values, expected!.values)
  seen.set(name, Math.max(seen.get(name) ?? 0, difference))
  expect(difference).toBeLessThan(tolerance)
}

/** Compares a computation on the backend under test with the same on cpu, result by result. */
export const expectSameOnCpu = async (
  name: string,
  compute: () => readonly Tensor[],
  tolerance?: number,
): Promise<void> => {
  const expected = await computeOn('cpu', compute)
  const got = await computeOn(underTest.tfName, compute)
  expect(got.length).toBe(expected.length)
  expected.forEach((result, i) => expectClose(name, got[i], result, tolerance))
}
