import { KernelsError } from '../base/kernels-error.js'
import type { Exports } from '../module/exports.js'
import { chooseThreads, sampleSize } from './choose-threads.js'
import type { Pool } from './pool.js'

/** With more, the parts of a job get too small to be worth handing over. */
export const mostThreads = 32

/** A number of threads, or `'auto'` for as many as a measurement finds worthwhile. */
export type ThreadsOption = number | 'auto'

/** The number of processors, or one if the engine does not tell. */
const cores = (): number => {
  // Some engines lack these, despite their types.
  const { navigator, process: node } = globalThis as {
    navigator?: { readonly hardwareConcurrency?: number }
    process?: Partial<typeof process>
  }
  return (
    node?.getBuiltinModule?.('node:os').availableParallelism() ??
    navigator?.hardwareConcurrency ??
    1
  )
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const notShared =
  'the wasm backend was started without threads, so its memory cannot be shared with workers'

/** Refuses anything that is not a number of threads or `'auto'`. */
export const checkThreads = (threads: ThreadsOption): void => {
  if (threads === 'auto' || (Number.isInteger(threads) && threads >= 1 && threads <= mostThreads))
    return
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
      throw new KernelsError(
        'threads',
        `a worker did not start: ${words(error)}`,
        'Leave threads out or set it to 1',
      )
    }
  }
  const most = Math.min(cores(), mostThreads)
  if (most === 1) return 'there is one processor'
  try {
    return await withRoom(sampleSize, (address) => chooseThreads(pool, wasm, most, address))
  } catch (error) {
    pool.close()
    return `more could not be tried: ${words(error)}`
  }
}
