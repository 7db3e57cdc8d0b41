import { engine } from '@tensorflow/tfjs-core'
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
import { replaceGradients } from '../training/gradients.js'
import { checkOptions, type InstallOptions } from './options.js'

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
  const connection: Link = { backend, ...(await instantiate(backend, build)), on: true }
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
      because = await provideThreads(next, room)
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
