// The backend that the numerical tests run on, and how close it must come. TEST_BACKEND names it;
// npm test runs wasm. FAST_KERNELS=off runs wasm without the kernels of @layersmith/wasm-kernels,
// TEST_THREADS=3 on as many threads.
import path from 'node:path'
import { env, setBackend } from '@tensorflow/tfjs'
import { isLeft } from 'fp-ts/lib/Either.js'
import { nodeGpu } from '../../src/backends/tfjs-node-gpu.js'
import { node } from '../../src/backends/tfjs-node.js'
import { isVisible } from '../../src/start/cuda.js'
import { startBackend, type BackendName } from '../../src/index.js'
import { nodeModules } from '../../src/base/node-js.js'

interface Tolerance {
  /**
   * One rounding or a few: activations, pooling, copying. Relative to the largest value, or to 1.
   */
  readonly single: number
  /** Sums in another order, and a few steps of training. Likewise. */
  readonly sums: number
  /** Sums, relative to what their terms add up to without their signs. */
  readonly terms: number
  /** Losses along a dozen steps, relative. */
  readonly curve: number
}

// float32 has 24 bits: one rounding is 6e-8 of a value.
const tolerances = {
  // The same functions of C's library as everywhere, sums in blocks.
  wasm: { single: 1e-5, sums: 1e-4, terms: 1e-5, curve: 1e-3 },
  // WGSL allows exp, log and tanh some units in the last place that grow with the argument, and
  // fused multiply-adds.
  webgpu: { single: 2e-5, sums: 1e-4, terms: 1e-5, curve: 1e-3 },
  // Eigen's vectorised exp and tanh are good to some units in the last place; sums in blocks, over
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
   * tfjs-node knows the paddings `same` and `valid` alone and refuses others, in these words or in
   * libtensorflow's.
   */
  refusesPixels: name.startsWith('node')
    ? /supports only 'valid' and 'same'|explicit_paddings attribute/
    : undefined,
} as const

/**
 * Whether cpu is a reference for windows over a volume. With padding `same`, where a stride leaves
 * pixels over, TensorFlow.js begins behind the first pixel, on every backend but libtensorflow's.
 */
export const sameVolumes = (
  sizes: readonly number[],
  windows: readonly number[],
  strides: readonly number[],
): boolean =>
  !name.startsWith('node') ||
  sizes.every((size, i) => (Math.ceil(size / strides[i]!) - 1) * strides[i]! + windows[i]! >= size)

/**
 * How many generated cases to run of `count`: an emulated GPU compiles shaders for nearly each of
 * them.
 */
export const runs = (count: number): number => Math.ceil(name === 'webgpu' ? count / 3 : count)

/**
 * TFJS_NODE is the folder of a tfjs-node with its addon (see scripts/native.mjs), since the one
 * that is installed here has none. Found there and not by its name, it starts as any other.
 */
const startNative = async (folder: string): Promise<void> => {
  const load = () => import(path.join(folder, 'dist', 'index.js')) as Promise<unknown>
  const resolve = (): string => path.join(folder, 'package.json')
  const host = { node: { ...nodeModules()!, resolve }, load, finds: isVisible }
  const started = await (name === 'node' ? node(host) : nodeGpu(host))({ named: true })()
  if (isLeft(started)) throw new Error(`${started.left.tried}; ${started.left.got}`)
}

/** Starts the backend under test, which then is the current one. */
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
    throw new Error(`${running.threads} threads run, not ${threads}`)
  // It would compute most of the small tensors of tests on the processor.
  if (name === 'webgpu') env().set('WEBGPU_CPU_FORWARD', false)
}

/**
 * Makes a backend the current one: cpu to compare with, or the one under test by TensorFlow.js's
 * name.
 */
export const use = async (tfName: string): Promise<void> => {
  if (!(await setBackend(tfName))) throw new Error(`${tfName} does not start`)
}
