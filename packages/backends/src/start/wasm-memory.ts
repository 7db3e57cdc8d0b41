// Threads of the wasm backend work on one memory. Whether they can share it is settled when the
// backend starts.
import { env, type KernelBackend } from '@tensorflow/tfjs-core'
import { allowThreads } from '@layersmith/wasm-kernels'
import { isLeft } from 'fp-ts/lib/Either.js'
import type { Request } from '../base/backend-contract.js'
import { nodeJsModules } from '../base/node-js.js'
import { initializedBackend } from '../base/tfjs-registry.js'
import { leaveThreadsOut } from './requested-threads.js'
import { findWasmFiles } from './wasm-files.js'

const threadedBinary = 'tfjs-backend-wasm-threaded-simd.wasm'

/** Why the memory is not shared, and what would change that; undefined where it is shared. */
export type Unshared = { readonly because: string; readonly fix: string } | undefined

const isShared = (backend: KernelBackend): boolean => {
  // Emscripten's view of the memory; the declared type leaves it out.
  const { wasm } = backend as unknown as { readonly wasm?: { readonly HEAPU8?: Uint8Array } }
  return Object.prototype.toString.call(wasm?.HEAPU8?.buffer) === '[object SharedArrayBuffer]'
}

/** Why the backend that runs, or is about to start, has no memory that threads can share. */
export const whyUnshared = async (
  { threads, wasmDir, fastKernels = true }: Request,
  simd: boolean,
): Promise<Unshared> => {
  if (!fastKernels)
    return {
      because:
        'only the fast kernels compute on several threads, and fastKernels: false leaves them out',
      fix: 'Leave out one of the two options',
    }
  const running = initializedBackend('wasm')
  if (running !== undefined && isShared(running)) return undefined
  if (threads === 1) return { because: 'as asked', fix: leaveThreadsOut }
  if (threads === undefined)
    return {
      because: "that is the default; threads: 'auto' measures how many pay off",
      fix: leaveThreadsOut,
    }
  if (running !== undefined) {
    return {
      because:
        'the wasm backend is already running, ' +
        'and it was started for one thread, which cannot be changed',
      fix:
        'Ask for them in the first call to startBackend, ' +
        "before anything else calls tf.setBackend('wasm')",
    }
  }
  if (!simd) return { because: 'this engine has no WebAssembly SIMD', fix: leaveThreadsOut }
  const nodeJs = nodeJsModules()
  if (nodeJs === undefined) {
    if ((globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === true)
      return undefined
    return {
      because: 'the page is not cross-origin isolated',
      fix:
        'Serve it with the headers Cross-Origin-Opener-Policy: same-origin ' +
        'and Cross-Origin-Embedder-Policy: require-corp',
    }
  }
  if (threads === 'auto' && nodeJs.os.availableParallelism() === 1)
    return { because: 'there is only one processor', fix: leaveThreadsOut }
  const found = await findWasmFiles(nodeJs, threadedBinary, wasmDir)
  return isLeft(found)
    ? {
        because: `${found.left.tried}; ${found.left.got}`,
        fix: 'Put that file next to the other .wasm files',
      }
    : undefined
}

/** Starts the backend for one thread, even where TensorFlow.js would choose its threaded build. */
const forbidThreads = async <T>(start: () => Promise<T>): Promise<T> => {
  const flag = 'WASM_HAS_MULTITHREAD_SUPPORT'
  const before = await env().getAsync(flag)
  env().set(flag, false)
  try {
    return await start()
  } finally {
    env().set(flag, before)
  }
}

/** Starts the backend with a memory that threads can share, or without one. */
export const startShared = <T>(shared: boolean, start: () => Promise<T>): Promise<T> =>
  shared ? allowThreads(start) : forbidThreads(start)
