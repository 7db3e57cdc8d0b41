import { engine } from '@tensorflow/tfjs-core'
import { KernelsError } from '../base/kernels-error.js'
import { replaceGradients } from '../training/gradients.js'
import type { Heap } from '../base/heap.js'
import type { FastKernel } from '../kernels/kernel.js'
import { adamStep } from '../kernels/adam.js'
import { add } from '../kernels/add.js'
import { batchNorm, batchNormGrad, batchNormTrainGrad } from '../kernels/batch-norm.js'
import {
  conv2D,
  convFilterGrad,
  convInputGrad,
  fusedConv2D,
} from '../kernels/windows/convolution.js'
import { concat, gather, slice, splitV, unpack } from '../kernels/copies.js'
import { depthwiseFilterGrad, depthwiseInputGrad } from '../kernels/windows/depthwise.js'
import { identity } from '../kernels/identity.js'
import { matMul } from '../kernels/mat-mul.js'
import { avgPoolGrad, maxPoolGrad } from '../kernels/windows/pooling.js'
import { mean, sum } from '../kernels/reduction.js'
import { reluGrad } from '../kernels/relu.js'
import { replaceBatchNormalization } from '../training/batch-norm-layer.js'
import type { Link } from '../link/link.js'
import { builds, link, type Build } from '../link/instance.js'
import { replaceKernel } from '../registry/registry.js'
import { checkThreads, fulfil, type ThreadsOption } from '../threads/threads-option.js'
import { Workspace } from '../link/workspace.js'

const kernels: readonly FastKernel[] = [
  conv2D,
  fusedConv2D,
  convFilterGrad,
  convInputGrad,
  depthwiseFilterGrad,
  depthwiseInputGrad,
  maxPoolGrad,
  avgPoolGrad,
  batchNorm,
  batchNormTrainGrad,
  batchNormGrad,
  reluGrad,
  add,
  sum,
  mean,
  matMul,
  identity,
  gather,
  slice,
  splitV,
  unpack,
  concat,
  adamStep,
]

/** TensorFlow.js's names of the kernels that are put in place, and those of our own. */
export const kernelNames: readonly string[] = kernels.map(({ name }) => name)

/**
 * Switches the kernels off and ends their threads: TensorFlow.js is as it was before. A second call
 * does nothing.
 */
export interface Off {
  (): void
  /** Threads that the kernels compute on, the caller's included. */
  readonly threads: number
  /** Why as many. */
  readonly threadsBecause: string
  /** What runs: the build with relaxed SIMD, or the one without. */
  readonly build: Build
}

/** Options of `installKernels`. */
export interface InstallOptions {
  /**
   * Threads to compute on, 1 to 32; more than one needs a backend that was started with threads.
   * `'auto'` measures how many are worth it. Default: what runs already, else `'auto'`.
   */
  readonly threads?: ThreadsOption
  /**
   * `relaxed` multiplies and adds in one instruction, rounding as the processor does; `baseline`
   * rounds twice, with equal results on every processor. Default: what runs already, else relaxed
   * where the engine has it.
   */
  readonly build?: Build
}

const optionNames = ['threads', 'build'] satisfies (keyof InstallOptions)[]

/** Refuses what callers that the compiler does not check may write. */
const checkOptions = (options: InstallOptions): void => {
  // The compiler keeps typed callers from this, too.
  const given = options as unknown
  if (typeof given !== 'object' || given === null)
    throw new KernelsError(
      'options',
      `the options must be an object, got ${String(given)}`,
      'Leave them out for the defaults',
    )
  const unknown = Object.keys(options).find((name) => !optionNames.some((known) => known === name))
  if (unknown !== undefined)
    throw new KernelsError(
      'options',
      `an option is called '${unknown}'`,
      `There are ${optionNames.join(' and ')}`,
    )
  const { build } = options
  if (build !== undefined && !builds.includes(build))
    throw new KernelsError(
      'options',
      `build must be one of ${builds.join(', ')}, got '${String(build)}'`,
      'Leave it out for the best one',
    )
}

interface Installation {
  readonly link: Link
  readonly off: Off
  readonly resize: (threads: ThreadsOption) => Promise<void>
}

/** What was installed last, by backend: one that was removed and made anew is another. */
const installed = new WeakMap<Heap, Promise<Installation | undefined>>()

const install = async (
  backend: Heap,
  threads: ThreadsOption,
  build: Build | undefined,
): Promise<Installation> => {
  const connection: Link = { backend, ...(await link(backend, build)), on: true }
  const { wasm, pool } = connection
  const room = {
    wasm,
    pool,
    withRoom: async <T>(numbers: number, run: (address: number) => Promise<T>) => {
      const space = new Workspace(connection)
      try {
        return await run(space.scratch(numbers))
      } finally {
        space.close([])
      }
    },
  }
  let because = await fulfil(threads, room)
  const end = () => {
    if (!connection.on) return
    connection.on = false
    pool?.close()
    for (const step of undo.reverse()) step()
  }
  // Nothing of ours holds on to the memory of a backend that is gone.
  const undo = [
    ...kernels.map((kernel) => replaceKernel(kernel, connection, end)),
    ...replaceGradients(connection),
    replaceBatchNormalization(connection),
  ]
  const off = Object.defineProperties(end, {
    build: { value: connection.build },
    threads: { get: () => pool?.threads ?? 1 },
    threadsBecause: { get: () => because },
  })
  // The properties of the interface were just defined.
  return {
    link: connection,
    off: off as unknown as Off,
    resize: async (next) => {
      because = await fulfil(next, room)
    },
  }
}

// Registered under this name is the wasm backend.
const current = (): Heap | undefined => engine().registry['wasm'] as Heap | undefined

/**
 * Puts our kernels on TensorFlow.js's running wasm backend: convolutions, their gradients, those of
 * depthwise ones and of pooling, batch normalisation, sums, products with transposed matrices, and
 * the step of {@link adam}. Whatever a kernel cannot do (another data type, channels first) is done
 * by the one that was registered before. Other backends compute as before. A second call gives the
 * same function. When TensorFlow.js removes the backend, they are switched off.
 *
 * Call it after `tf.setBackend('wasm')`, with `@tensorflow/tfjs-layers` (part of
 * `@tensorflow/tfjs`) imported.
 *
 * @returns a function that switches the kernels off; its `threads` says how many compute, its
 *   `threadsBecause` why, its `build` which build
 * @throws KernelsError where they cannot run: the backend is another one or of an unknown version,
 *   the engine has no SIMD, or what was asked for cannot be had. Nothing has changed then.
 *
 * @example
 * import { startBackend } from '@layersmith/backends'
 * import { installKernels } from '@layersmith/wasm-kernels'
 *
 * await startBackend({ require: 'wasm' }) // or setWasmPaths and tf.setBackend('wasm')
 * const off = await installKernels()
 * off.build // 'relaxed' in Node 22 and newer, 'baseline' in Node 20
 * off() // training goes on with the kernels from before
 */
export const installKernels = async (options: InstallOptions = {}): Promise<Off> => {
  checkOptions(options)
  const { threads, build } = options
  checkThreads(threads ?? 'auto')
  const backend = current()
  if (backend === undefined)
    throw new KernelsError(
      'backend',
      'the wasm backend does not run',
      "Call tf.setBackend('wasm') first and wait for it",
    )
  // One after the other: two at a time would both find nothing installed.
  const before = installed.get(backend) ?? Promise.resolve(undefined)
  const next = before.then(async (running) => {
    if (running?.link.on !== true) return install(backend, threads ?? 'auto', build)
    if (build !== undefined && build !== running.off.build) {
      throw new KernelsError(
        'options',
        `the ${running.off.build} build runs already, and ${build} was asked for`,
        'Call uninstallKernels() first',
      )
    }
    if (threads !== undefined && threads !== running.off.threads) await running.resize(threads)
    return running
  })
  installed.set(
    backend,
    next.catch(() => before),
  )
  return (await next).off
}

/**
 * Switches the kernels off wherever they were installed, like the function that `installKernels`
 * gave.
 */
export const uninstallKernels = async (): Promise<void> => {
  const backend = current()
  const running = backend === undefined ? undefined : await installed.get(backend)
  running?.off()
}
