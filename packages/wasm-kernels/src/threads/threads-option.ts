import { KernelsError } from '../base/kernels-error.js'
import type { Exports } from '../module/exports.js'
import { chooseThreads, sampleSize } from './choose-threads.js'
import type { Pool } from './pool.js'

/** With more, the parts of a job get too small for what handing it over costs. */
export const mostThreads = 32

/** A number of threads, or as many as a measurement finds worth it. */
export type ThreadsOption = number | 'auto'

/** Processors that there are; engines that do not tell are taken to have one. */
const cores = (): number => {
  // Not there in every engine, whatever its type says.
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

/** Refuses what is no number of threads. */
export const checkThreads = (threads: ThreadsOption): void => {
  if (threads === 'auto' || (Number.isInteger(threads) && threads >= 1 && threads <= mostThreads))
    return
  throw new KernelsError(
    'threads',
    `threads must be a whole number from 1 to ${mostThreads} or 'auto', got ${String(threads)}`,
    'Leave it out for the default',
  )
}

/** What there is to work with; no pool where the memory is not shared. */
interface Means {
  readonly wasm: Exports
  readonly pool: Pool | undefined
  /** Runs something with room for as many numbers. */
  readonly withRoom: <T>(numbers: number, run: (address: number) => Promise<T>) => Promise<T>
}

/**
 * Gives a pool as many threads as asked and says why it has as many; throws where a number cannot
 * be met.
 */
export const provideThreads = async (
  threads: ThreadsOption,
  { wasm, pool, withRoom }: Means,
): Promise<string> => {
  if (pool === undefined) {
    if (threads === 'auto' || threads === 1) return notShared
    throw new KernelsError(
      'threads',
      `${threads} threads were asked for, but ${notShared}`,
      "Start it by allowThreads(() => tf.setBackend('wasm')), or by startBackend({ threads }) of @layersmith/backends, or leave threads out",
    )
  }
  if (threads !== 'auto') {
    try {
      await pool.resize(threads)
      return 'as asked'
    } catch (error) {
      throw new KernelsError(
        'threads',
        `a worker does not start: ${words(error)}`,
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
