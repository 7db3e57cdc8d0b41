import { chooseThreads, type Sample } from './choose-threads.js'
import type { Pool } from './pool.js'
import {
  notStarted,
  notTried,
  oneProcessor,
  processors,
  type ThreadsOption,
} from './threads-option.js'

/** A module on a new shared memory. */
export interface Opened {
  /** At first with this thread alone. */
  readonly pool: Pool
  /** What to time for a choice; the memory is not used for anything else then. */
  readonly sample: () => Sample
}

/** Several threads on a shared memory, or null for one thread, and the reason. */
export interface Started<O> {
  readonly opened: O | null
  readonly because: string
}

interface Choice {
  readonly threads: number
  readonly because: string
}

const notShared = 'the page is not cross-origin isolated, so no memory can be shared with workers'

const canShare = (): boolean => {
  // Engines and pages lack one or both, despite their types.
  const { SharedArrayBuffer: shared, crossOriginIsolated } = globalThis as {
    readonly SharedArrayBuffer?: unknown
    readonly crossOriginIsolated?: boolean
  }
  return shared !== undefined && crossOriginIsolated !== false
}

/** What `start` throws. */
export class ThreadsError extends Error {}

/** Starts the threads of a module that has memories of its own. */
export class Starter<O extends Opened> {
  readonly #where: string
  readonly #open: () => Promise<O>
  #choice: Promise<Choice> | undefined

  /**
   * @param where the function that errors name
   * @param open makes a shared memory with the module
   */
  constructor(where: string, open: () => Promise<O>) {
    this.#where = where
    this.#open = open
  }

  /** Starts the threads; throws a ThreadsError if the requested number is impossible. */
  async start(asked: ThreadsOption): Promise<Started<O>> {
    if (asked === 1) return { opened: null, because: 'as asked' }
    if (!canShare()) {
      if (asked === 'auto') return { opened: null, because: notShared }
      throw new ThreadsError(
        `${this.#where}: ${asked} threads were requested, but ${notShared}; serve the page with ` +
          'the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: ' +
          'require-corp, or leave threads out',
      )
    }
    const { threads, because } =
      asked === 'auto' ? await this.#chosen() : { threads: asked, because: 'as asked' }
    if (threads === 1) return { opened: null, because }
    try {
      const opened = await this.#open()
      await opened.pool.resize(threads)
      return { opened, because }
    } catch (cause) {
      if (asked === 'auto') return { opened: null, because: notTried(cause) }
      throw new ThreadsError(
        `${this.#where}: ${notStarted(cause)}; leave threads out or set it to 1`,
        {
          cause,
        },
      )
    }
  }

  /** How many threads pay off here: measured once, and again after a failure. */
  #chosen(): Promise<Choice> {
    return (this.#choice ??= this.#measure().catch((error: unknown) => {
      this.#choice = undefined
      return { threads: 1, because: notTried(error) }
    }))
  }

  async #measure(): Promise<Choice> {
    const most = processors()
    if (most === 1) return { threads: 1, because: oneProcessor }
    const { pool, sample } = await this.#open()
    try {
      const because = await chooseThreads(pool, most, sample())
      return { threads: pool.threads, because }
    } finally {
      pool.close()
    }
  }
}
