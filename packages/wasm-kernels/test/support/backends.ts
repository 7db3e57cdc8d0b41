import { createRequire } from 'node:module'
import path from 'node:path'
import { expect } from '@jest/globals'
import {
  dispose,
  enableProdMode,
  engine,
  env,
  memory,
  registerBackend,
  removeBackend,
  setBackend,
  tidy,
  type Tensor,
} from '@tensorflow/tfjs'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { allowThreads, installKernels, type Off } from '../../src/index.js'
import { Pool } from '../../src/threads/pool.js'

// Keeps the advice to install tfjs-node off the console.
enableProdMode()

export const use = async (backend: 'cpu' | 'wasm'): Promise<void> => {
  if (!(await setBackend(backend))) throw new Error(`${backend} does not start`)
}

/** Starts the stock wasm backend, without our kernels. */
export const startWasm = async (): Promise<void> => {
  setWasmPaths(
    path.join(
      path.dirname(
        createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'),
      ),
      'dist/',
    ),
  )
  await use('wasm')
}

/** How many threads to test the kernels on. With more than one, even the smallest job is shared. */
let threads = 1
export const testOn = (count: number): void => {
  threads = count
  Pool.prototype.pays = function () {
    return this.threads > 1
  }
}

/**
 * Starts it with our kernels, and makes TensorFlow.js check after every kernel that it leaves no
 * data behind.
 */
export const startWithKernels = async (): Promise<Off> => {
  await (threads > 1 ? allowThreads(startWasm) : startWasm())
  env().set('IS_TEST', true)
  const off = await installKernels({ threads })
  expect(off.threads).toBe(threads)
  return off
}

/** Removes the backend, so that the next start creates a new one. */
export const removeWasm = (): void => {
  const { factory, priority } = engine().registryFactory['wasm']!
  removeBackend('wasm')
  registerBackend('wasm', factory, priority)
}

/** The number of tensors, and of data in the current backend, that are held now. */
export const held = () => ({ tensors: memory().numTensors, data: engine().backend.numDataIds() })

/** The size of the wasm backend's heap in bytes. It never shrinks. */
export const heapBytes = (): number =>
  (engine().registry['wasm'] as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.length

export interface Result {
  readonly shape: readonly number[]
  readonly values: ArrayLike<number>
}

/** Runs a computation on a backend and checks that it leaves no tensors or data behind. */
export const computeOn = async (
  backend: 'cpu' | 'wasm',
  compute: () => readonly Tensor[],
): Promise<Result[]> => {
  await use(backend)
  const before = held()
  const results = tidy(() => [...compute()])
  const read = results.map((tensor) => ({ shape: tensor.shape, values: tensor.dataSync() }))
  dispose(results)
  expect(held()).toEqual(before)
  return read
}

/**
 * The largest difference relative to the largest expected number. Infinite if two values differ and
 * one of them is not finite.
 */
export const worst = (got: ArrayLike<number>, expected: ArrayLike<number>): number => {
  let largest = 0
  let difference = 0
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [got[i]!, expected[i]!]
    if (Object.is(a, b)) continue
    if (!Number.isFinite(a) || !Number.isFinite(b)) return Infinity
    difference = Math.max(difference, Math.abs(a - b))
  }
  for (let i = 0; i < expected.length; i++) {
    if (Number.isFinite(expected[i]!)) largest = Math.max(largest, Math.abs(expected[i]!))
  }
  return difference === 0 ? 0 : difference / largest
}

/** The required accuracy: 1e-4 of the largest value. */
export const tolerance = 1e-4

export const expectClose = (got: readonly Result[], expected: readonly Result[]): void => {
  expect(got.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape))
  expected.forEach(({ values }, i) => expect(worst(got[i]!.values, values)).toBeLessThan(tolerance))
}

/** Compares a computation on cpu and on wasm, result by result. */
export const expectSameOnCpu = async (
  compute: () => readonly Tensor[],
  onCpu: () => readonly Tensor[] = compute,
): Promise<void> => {
  const expected = await computeOn('cpu', onCpu)
  expectClose(await computeOn('wasm', compute), expected)
}
