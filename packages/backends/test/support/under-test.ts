// The backend that the numerical tests run on, and how close its results must be. TEST_BACKEND
// names it; npm test runs wasm. FAST_KERNELS=off runs wasm without the kernels of
// @layersmith/wasm-kernels, TEST_THREADS=3 runs it on 3 threads.
import path from 'node:path'
import { env, setBackend } from '@tensorflow/tfjs'
import { isLeft } from 'fp-ts/lib/Either.js'
import { tfjsNodeGpu } from '../../src/tfjs-backends/tfjs-node-gpu.js'
import { tfjsNode } from '../../src/tfjs-backends/tfjs-node.js'
import { isVisible } from '../../src/start/cuda.js'
import { startBackend, type BackendName } from '../../src/index.js'
import { nodeJsModules } from '../../src/base/node-js.js'

interface Tolerance {
  /** A few roundings: activations, pooling, copying. Relative to the largest value, or to 1. */
  readonly single: number
  /** Sums in another order, and a few training steps. Relative to the same. */
  readonly sums: number
  /** Sums, relative to the sum of the absolute values of their terms. */
  readonly terms: number
  /** Losses over a dozen steps, relative. */
  readonly curve: number
}

// float32 has 24 bits: one rounding is 6e-8 of a value.
const tolerances = {
  // The usual functions of the C library; sums in blocks.
  wasm: { single: 1e-5, sums: 1e-4, terms: 1e-5, curve: 1e-3 },
  // WGSL allows exp, log and tanh errors of several units in the last place, which grow with the
  // argument, and fused multiply-adds.
  webgpu: { single: 2e-5, sums: 1e-4, terms: 1e-5, curve: 1e-3 },
  // Eigen's vectorized exp and tanh are good to a few units in the last place; sums in blocks, over
  // several threads.
  node: { single: 1e-5, sums: 1e-4, terms: 1e-5, curve: 1e-3 },
  'node-gpu': { single: 2e-5, sums: 1e-4, terms: 1e-5, curve: 1e-3 },
} as const satisfies Partial<Record<BackendName, Tolerance>>

const named = process.env['TEST_BACKEND'] ?? 'wasm'
const name = (Object.keys(tolerances) as (keyof typeof tolerances)[]).find(
  (known) => known === named,
)
if (name === undefined)
  throw new Error(`TEST_BACKEND must be one of ${Object.keys(tolerances).join(', ')}, got ${named}`)

export const underTest = {
  name,
  tfName: name.startsWith('node') ? 'tensorflow' : name,
  tolerance: tolerances[name] as Tolerance,
  /** Which of several equal maxima gets the gradient of max pooling. */
  ties: name === 'wasm' ? 'as cpu' : 'its own way',
  /**
   * tfjs-node knows only the paddings `same` and `valid`. It refuses others in its own words or in
   * libtensorflow's.
   */
  refusesPixels: name.startsWith('node')
    ? /supports only 'valid' and 'same'|explicit_paddings attribute/
    : undefined,
} as const

/**
 * Whether cpu is a reference for windows over a volume. With padding `same`, where a stride leaves
 * pixels over, TensorFlow.js starts after the first pixel on every backend but libtensorflow's.
 */
export const sameVolumes = (
  sizes: readonly number[],
  windows: readonly number[],
  strides: readonly number[],
): boolean =>
  !name.startsWith('node') ||
  sizes.every((size, i) => (Math.ceil(size / strides[i]!) - 1) * strides[i]! + windows[i]! >= size)

/**
 * How many of `count` generated cases to run. An emulated GPU compiles shaders for nearly each one.
 */
export const runs = (count: number): number => Math.ceil(name === 'webgpu' ? count / 3 : count)

/**
 * Starts the tfjs-node in the folder TFJS_NODE, which has its addon (see scripts/native.mjs); the
 * one installed here has none. It is found by folder instead of by name, and otherwise starts as
 * usual.
 */
const startNative = async (folder: string): Promise<void> => {
  const load = () => import(path.join(folder, 'dist', 'index.js')) as Promise<unknown>
  const resolve = (): string => path.join(folder, 'package.json')
  const host = { nodeJs: { ...nodeJsModules()!, resolve }, load, finds: isVisible }
  const started = await (name === 'node' ? tfjsNode(host) : tfjsNodeGpu(host))({ named: true })()
  if (isLeft(started)) throw new Error(`${started.left.tried}; ${started.left.got}`)
}

/** Starts the backend under test and makes it the current one. */
export const startUnderTest = async (): Promise<void> => {
  const folder = process.env['TFJS_NODE']
  if (folder !== undefined) return startNative(folder)
  const threads = process.env['TEST_THREADS']
  const running = await startBackend({
    require: underTest.name,
    fastKernels: process.env['FAST_KERNELS'] !== 'off',
    ...(threads !== undefined && { threads: Number(threads) }),
  })
  if (threads !== undefined && running.threads !== Number(threads))
    throw new Error(`it runs on ${running.threads} threads, not on ${threads}`)
  // It would compute most of the tests' small tensors on the processor.
  if (name === 'webgpu') env().set('WEBGPU_CPU_FORWARD', false)
}

/**
 * Makes a backend the current one, by TensorFlow.js's name: cpu to compare with, or the one under
 * test.
 */
export const use = async (tfName: string): Promise<void> => {
  if (!(await setBackend(tfName))) throw new Error(`${tfName} does not start`)
}
