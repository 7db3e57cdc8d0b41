import { KernelsError } from '../base/kernels-error.js'
import type { Exports } from '../module/exports.js'
import { chooseThreads, filterGradient } from './choose-threads.js'
import type { Pool } from './pool.js'

/** With more, the parts of a job get too small to be worth handing over. */
export const mostThreads = 32

/** A number of threads, or `'auto'` for as many as a measurement finds worthwhile. */
export type ThreadsOption = number | 'auto'

/** The number of processors, at most as many as threads; one if the engine does not tell. */
export const processors = (): number => {
  // Some engines lack these, despite their types.
  const { navigator, process: node } = globalThis as {
    navigator?: { readonly hardwareConcurrency?: number }
    process?: Partial<typeof process>
  }
  return Math.min(
    node?.getBuiltinModule?.('node:os').availableParallelism() ??
      navigator?.hardwareConcurrency ??
      1,
    mostThreads,
  )
}

const notShared =
  'the wasm backend was started without threads, so its memory cannot be shared with workers'

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Why there are no more threads, in the words of reports and errors. */
export const oneProcessor = 'there is one processor'
export const notTried = (error: unknown): string => `more could not be tried: ${words(error)}`
export const notStarted = (error: unknown): string => `a worker did not start: ${words(error)}`

export const isThreads = (threads: unknown): threads is ThreadsOption =>
  threads === 'auto' ||
  (typeof threads === 'number' &&
    Number.isInteger(threads) &&
    threads >= 1 &&
    threads <= mostThreads)

/** Refuses anything that is not a number of threads or `'auto'`. */
export const checkThreads = (threads: ThreadsOption): void => {
  if (isThreads(threads)) return
  throw new KernelsError(
    'threads',
    `threads must be a whole number from 1 to ${mostThreads} or 'auto', got ${String(threads)}`,
    'Leave it out for the default',
  )
}

/** What to work with. There is no pool if the memory is not shared. */
interface Means {
  readonly wasm: Exports
  readonly pool: Pool | undefined
  /** Calls `run` with the address of room for this many numbers. */
  readonly withRoom: <T>(numbers: number, run: (address: number) => Promise<T>) => Promise<T>
}

/**
 * Gives a pool the requested number of threads. Throws if that is impossible.
 *
 * @returns the reason for the number of threads
 */
export const provideThreads = async (
  threads: ThreadsOption,
  { wasm, pool, withRoom }: Means,
): Promise<string> => {
  if (pool === undefined) {
    if (threads === 'auto' || threads === 1) return notShared
    throw new KernelsError(
      'threads',
      `${threads} threads were requested, but ${notShared}`,
      "Start it with allowThreads(() => tf.setBackend('wasm')), " +
        'or with startBackend({ threads }) of @layersmith/backends, or leave threads out',
    )
  }
  if (threads !== 'auto') {
    try {
      await pool.resize(threads)
      return 'as asked'
    } catch (error) {
      throw new KernelsError('threads', notStarted(error), 'Leave threads out or set it to 1')
    }
  }
  const most = processors()
  if (most === 1) return oneProcessor
  try {
    return await withRoom(filterGradient.elements, (address) => {
      wasm.clear(address, filterGradient.elements)
      const args = filterGradient.argsAt(address)
      return chooseThreads(pool, most, {
        name: filterGradient.name,
        alone: () => wasm.convFilterGrad(...args, 0, filterGradient.units),
        shared: () => pool.run('convFilterGrad', filterGradient.units, args),
      })
    })
  } catch (error) {
    pool.close()
    return notTried(error)
  }
}
