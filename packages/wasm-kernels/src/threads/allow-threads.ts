// TensorFlow.js's loader has a build of the wasm backend whose memory is shared with workers. In
// browsers it loads that build on cross-origin isolated pages; in Node it never does, because the
// workers of that build do not start there (tfjs #3830). Those workers are XNNPACK's threads, which
// our kernels do not need.
import { env } from '@tensorflow/tfjs-core'

const flag = 'WASM_HAS_MULTITHREAD_SUPPORT'
const read = () => env().getAsync(flag)

/**
 * Stands in for the workers that the loader creates in advance. It starts none, because on one
 * thread XNNPACK never uses them.
 */
class Idle {
  onmessage: ((event: { readonly data: { readonly cmd: 'loaded' } }) => void) | undefined

  postMessage({ cmd }: { readonly cmd: string }): void {
    if (cmd !== 'load')
      throw new Error(`XNNPACK asked a worker to ${cmd}, but it should compute on one thread here`)
    queueMicrotask(() => this.onmessage?.({ data: { cmd: 'loaded' } }))
  }

  // The loader also uses these methods of Node's workers.
  on(): void {
    /* it never sends anything */
  }
  ref(): void {
    /* it keeps no process running */
  }
  unref(): void {
    /* see ref */
  }
  terminate(): void {
    /* it never started */
  }
}

/**
 * What is changed while backends are starting. All starts share it, including those of a second
 * copy of this package.
 */
interface Loan {
  starts: number
  readonly giveBack: () => void
}
const loan = Symbol.for('layersmith.threads')
const loans = globalThis as { [loan]?: Loan }

const inNode = (): boolean =>
  (globalThis as { process?: Partial<typeof process> }).process?.versions?.node !== undefined

/**
 * A class `Worker` that gives idle workers to the loader. On a page, other code may create workers
 * meanwhile. The loader's come from blobs and have no options; all others are created as usual.
 */
const standIn = (real: typeof Worker | undefined): object =>
  real === undefined || inNode()
    ? Idle
    : new Proxy(real, {
        construct: (target, given: readonly unknown[]) =>
          given.length === 1 && String(given[0]).startsWith('blob:')
            ? new Idle()
            : // The arguments are passed on unchanged.
              (Reflect.construct(target, given) as Worker),
      })

/** Makes the loader load the build for threads, with idle workers. */
const change = (before: Awaited<ReturnType<typeof read>>): Loan => {
  const worker = Object.getOwnPropertyDescriptor(globalThis, 'Worker')
  // Node has no Worker.
  const idle = standIn((globalThis as { Worker?: typeof Worker }).Worker)
  // The loader assigns Node's own class, which must neither be used nor stay.
  Object.defineProperty(globalThis, 'Worker', {
    configurable: true,
    get: () => idle,
    set: () => undefined,
  })
  env().set(flag, true)
  return {
    starts: 0,
    giveBack: () => {
      if (worker === undefined) Reflect.deleteProperty(globalThis, 'Worker')
      else Object.defineProperty(globalThis, 'Worker', worker)
      env().set(flag, before)
    },
  }
}

const withIdleWorkers = async <T>(run: () => Promise<T>): Promise<T> => {
  const before = await read()
  const mine = (loans[loan] ??= change(before))
  mine.starts++
  try {
    return await run()
  } finally {
    mine.starts--
    if (mine.starts === 0) {
      mine.giveBack()
      Reflect.deleteProperty(loans, loan)
    }
  }
}

/**
 * Whether the loader can load that build here. On a page it creates workers from its own source
 * text, which does not survive every bundler: such a start never ends.
 */
const isPossible = (): boolean =>
  inNode() || (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === true

/**
 * Starts TensorFlow.js's wasm backend with a memory that several threads can work on, so that
 * `installKernels` can use threads. TensorFlow.js's own kernels stay on one thread, because its
 * small operations get slower on more.
 *
 * In a browser this requires a cross-origin isolated page; elsewhere the backend starts as usual.
 * What changes meanwhile (the global `Worker` and a flag of TensorFlow.js) is restored afterwards.
 *
 * @param start starts the backend for the first time; a running backend stays as it is
 * @returns what `start` returns
 * @throws what `start` throws
 *
 * @example
 * import * as tf from '@tensorflow/tfjs'
 * import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
 * import { allowThreads, installKernels } from '@layersmith/wasm-kernels'
 *
 * setWasmPaths('node_modules/@tensorflow/tfjs-backend-wasm/dist/')
 * await allowThreads(() => tf.setBackend('wasm'))
 * const off = await installKernels()
 * console.log(off.threads, off.threadsBecause)
 * off()
 */
export const allowThreads = async <T>(start: () => Promise<T>): Promise<T> => {
  // Registers the backend and its flags. If it was imported before, this is the same module.
  const { setThreadsCount } = await import('@tensorflow/tfjs-backend-wasm')
  setThreadsCount(1)
  try {
    return await (isPossible() ? withIdleWorkers(start) : start())
  } finally {
    // The value before anyone sets it.
    setThreadsCount(-1)
  }
}
