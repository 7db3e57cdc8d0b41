import { engine } from '@tensorflow/tfjs-core'
import { guardMemory } from '../base/guard-memory.js'
import type { Heap } from '../base/heap.js'
import { KernelsError } from '../base/kernels-error.js'
import { kernels } from '../kernels/all.js'
import { instantiate } from '../link/instance.js'
import type { Link } from '../link/link.js'
import { Workspace } from '../link/workspace.js'
import type { Build } from '../module/build.js'
import { replaceKernel } from '../registry/replace-kernel.js'
import { checkThreads, provideThreads, type ThreadsOption } from '../threads/threads-option.js'
import { replaceBatchNormalization } from '../training/batch-norm-layer.js'
import { deferGradient } from '../training/defer-gradient.js'
import { fusedConvolution } from '../training/fused-convolution.js'
import { fusedMatMul } from '../training/fused-mat-mul.js'
import { replaceGradients } from '../training/gradients.js'
import { checkOptions, type InstallOptions } from './options.js'

/**
 * Switches the kernels off and ends their threads. TensorFlow.js is then as it was before. A second
 * call does nothing.
 */
export interface Off {
  (): void
  /** The number of threads that the kernels compute on, including the caller's. */
  readonly threads: number
  /** The reason for that number. */
  readonly threadsBecause: string
  /** Whether 3x3 convolutions keep to kernels that round as well as the direct one. */
  readonly exact: boolean
  /** The running build: the one with relaxed SIMD, or the one without. */
  readonly build: Build
}

interface Installation {
  readonly link: Link
  readonly off: Off
  readonly resize: (threads: ThreadsOption) => Promise<void>
}

/** The last installation by backend. A backend that was removed and created again is another. */
const installed = new WeakMap<Heap, Promise<Installation | undefined>>()

const install = async (
  backend: Heap,
  threads: ThreadsOption,
  build: Build | undefined,
  exact: boolean,
): Promise<Installation> => {
  const connection: Link = { backend, ...(await instantiate(backend, build)), on: true, exact }
  guardMemory(backend)
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
  let because = await provideThreads(threads, room)
  const end = () => {
    if (!connection.on) return
    connection.on = false
    pool?.close()
    for (const step of undo.reverse()) step()
  }
  // Nothing of ours keeps the memory of a removed backend alive.
  const undo = [
    ...kernels.map((kernel) => replaceKernel(kernel, connection, end)),
    deferGradient(connection, fusedConvolution),
    deferGradient(connection, fusedMatMul),
    ...replaceGradients(connection),
    replaceBatchNormalization(connection),
  ]
  const off = Object.defineProperties(end, {
    build: { value: connection.build },
    exact: { get: () => connection.exact },
    threads: { get: () => pool?.threads ?? 1 },
    threadsBecause: { get: () => because },
  })
  // The interface's properties were defined just above.
  return {
    link: connection,
    off: off as unknown as Off,
    resize: async (next) => {
      because = await provideThreads(next, room)
    },
  }
}

// The wasm backend is the one registered under this name.
const current = (): Heap | undefined => engine().registry['wasm'] as Heap | undefined

/**
 * Installs our kernels on TensorFlow.js's running wasm backend: convolutions, the gradients of
 * convolutions, depthwise convolutions and pooling, batch normalization, sums, products with
 * transposed matrices, and the step of {@link adam}. What a kernel cannot do (another data type,
 * channels first) is left to the kernel that was registered before. Other backends compute as
 * before. A second call returns the same function. When TensorFlow.js removes the backend, the
 * kernels are switched off.
 *
 * Call it after `tf.setBackend('wasm')`, with `@tensorflow/tfjs-layers` (part of
 * `@tensorflow/tfjs`) imported.
 *
 * @returns a function that switches the kernels off. Its `threads` is the number of threads, its
 *   `threadsBecause` the reason for it, its `build` the running build, and its `exact` whether
 *   convolutions are restricted to the exact kernels
 * @throws KernelsError if the kernels cannot run: wasm is not the backend or has an unknown
 *   version, the engine has no SIMD, or a requested option is impossible. Nothing changes then.
 *
 * @example
 * import { startBackend } from '@layersmith/backends'
 * import { installKernels } from '@layersmith/wasm-kernels'
 *
 * await startBackend({ require: 'wasm' }) // or setWasmPaths and tf.setBackend('wasm')
 * const off = await installKernels()
 * off.build // 'relaxed' in Node 22 and newer, 'baseline' in Node 20
 * off() // training continues with the previous kernels
 */
export const installKernels = async (options: InstallOptions = {}): Promise<Off> => {
  checkOptions(options)
  const { threads, build, exact } = options
  checkThreads(threads ?? 'auto')
  const backend = current()
  if (backend === undefined)
    throw new KernelsError(
      'backend',
      'the wasm backend is not running',
      "Call tf.setBackend('wasm') first and wait for it",
    )
  // One at a time: two at once would both find nothing installed.
  const before = installed.get(backend) ?? Promise.resolve(undefined)
  const next = before.then(async (running) => {
    if (running?.link.on !== true) return install(backend, threads ?? 'auto', build, exact ?? false)
    if (build !== undefined && build !== running.off.build) {
      throw new KernelsError(
        'options',
        `the ${running.off.build} build is already running, but ${build} was requested`,
        'Call uninstallKernels() first',
      )
    }
    if (threads !== undefined && threads !== running.off.threads) await running.resize(threads)
    if (exact !== undefined) running.link.exact = exact
    return running
  })
  installed.set(
    backend,
    next.catch(() => before),
  )
  return (await next).off
}

/**
 * Switches the kernels off, like the function that `installKernels` returned, no matter where they
 * were installed.
 */
export const uninstallKernels = async (): Promise<void> => {
  const backend = current()
  const running = backend === undefined ? undefined : await installed.get(backend)
  running?.off()
}
