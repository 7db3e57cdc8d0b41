// TensorFlow.js's loader can load a build of the wasm backend whose memory is shared with workers:
// in browsers it does where the page is cross-origin isolated, in Node it never does, because the
// workers of that build do not start there (tfjs #3830). They are XNNPACK's threads, which these
// kernels do not need.
import { env } from '@tensorflow/tfjs-core'

const flag = 'WASM_HAS_MULTITHREAD_SUPPORT'
const read = () => env().getAsync(flag)

/**
 * Stands in for the workers that the loader makes in advance. It starts none: with one thread
 * XNNPACK asks for none.
 */
class Idle {
  onmessage: ((event: { readonly data: { readonly cmd: 'loaded' } }) => void) | undefined

  postMessage({ cmd }: { readonly cmd: string }): void {
    if (cmd !== 'load')
      throw new Error(`XNNPACK asks a worker to ${cmd}, but computes on one thread here`)
    queueMicrotask(() => this.onmessage?.({ data: { cmd: 'loaded' } }))
  }

  // Of Node's workers the loader uses these too.
  on(): void {
    /* it never says anything */
  }
  ref(): void {
    /* it keeps nothing running */
  }
  unref(): void {
    /* nor does it here */
  }
  terminate(): void {
    /* it never ran */
  }
}

/**
 * What is changed while starts are under way: for all of them, also those of a second copy of this
 * package.
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
 * A class `Worker` that makes idle ones for the loader. In a page others may ask for workers
 * meanwhile: the loader's come from blobs and have no options, and whatever else is asked for is
 * made.
 */
const standIn = (real: typeof Worker | undefined): object =>
  real === undefined || inNode()
    ? Idle
    : new Proxy(real, {
        construct: (target, given: readonly unknown[]) =>
          given.length === 1 && String(given[0]).startsWith('blob:')
            ? new Idle()
            : // Arguments of a call go on as they came.
              (Reflect.construct(target, given) as Worker),
      })

/** Has the loader load the build for threads, with idle workers. */
const change = (before: Awaited<ReturnType<typeof read>>): Loan => {
  const worker = Object.getOwnPropertyDescriptor(globalThis, 'Worker')
  // Node has none.
  const idle = standIn((globalThis as { Worker?: typeof Worker }).Worker)
  // The loader assigns Node's own class; that must not stay, nor be used.
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
 * Where the loader loads that build. In a page it makes workers from its own text, which does not
 * survive every bundler: such a start never ends.
 */
const isPossible = (): boolean =>
  inNode() || (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === true

/**
 * Lets TensorFlow.js's wasm backend start with a memory that several threads can work on, so that
 * `installKernels` can use them. Everything of TensorFlow.js's own goes on to run on one thread:
 * its small operations get slower on more.
 *
 * In a browser that takes a cross-origin isolated page; elsewhere the backend starts as usual. What
 * is changed meanwhile (a global `Worker`, a flag of TensorFlow.js) is put back.
 *
 * @param start starts the backend, for the first time: one that runs stays what it is
 * @returns what `start` gives
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
  // Registers the backend and its flags; where it is imported already, this is the same one.
  const { setThreadsCount } = await import('@tensorflow/tfjs-backend-wasm')
  setThreadsCount(1)
  try {
    return await (isPossible() ? withIdleWorkers(start) : start())
  } finally {
    // what it is until somebody sets it
    setThreadsCount(-1)
  }
}
