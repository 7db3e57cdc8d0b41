// What computes the records of a step: this thread alone, or several threads on a shared memory.
import {
  Pool,
  type Sample,
  Starter,
  type ThreadsOption,
  declareShared,
  filterGradient,
} from '@layersmith/wasm-kernels/threads'
import { kernel } from '../program/kernels.js'
import type { Records } from '../program/record.js'
import { trainingModule } from './module.js'
import { Sharing } from './sharing.js'

export interface Runner {
  readonly memory: WebAssembly.Memory
  readonly threads: number
  /** The reason for that number. */
  readonly threadsBecause: string
  /** How many parts a record of some units is cut into, at most. */
  parts(units: number): number
  /** Runs records; the same ones are the same object every time. */
  run(records: Records): void
  /** Ends the other threads. */
  close(): void
}

const PAGE = 65536
/** The pages of memory that addresses of 32 bits reach. */
const MOST = 65536

/**
 * Between two records that are shared there are a few microseconds, in which no thread should fall
 * asleep; after a step, threads wait for the next one for half a millisecond.
 */
const EAGER = { share: 4, patience: 500_000 } as const

/** The exports of ../../../assembly/training that are called from here. */
interface Exports {
  readonly run: (address: number, count: number) => void
  readonly share: (...numbers: readonly number[]) => void
}

const instantiate = async (
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Promise<Exports> => {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } })
  return exports as unknown as Exports // the module has these
}

/**
 * What runs on so many threads.
 * @throws Error where they do not start
 */
export const startRunner = async (threads: ThreadsOption): Promise<Runner> => {
  const { opened, because } = await starter.start(threads)
  if (opened === null) return alone(because)
  const { memory, pool, run } = opened
  const sharing = new Sharing(memory, pool, run)
  return {
    memory,
    threads: pool.threads,
    threadsBecause: because,
    parts: (units) => pool.parts(units),
    run: (records) => {
      sharing.run(records)
    },
    close: () => {
      pool.close()
    },
  }
}

const alone = async (threadsBecause: string): Promise<Runner> => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST })
  const { run } = await instantiate(await trainingModule(), memory)
  return {
    memory,
    threads: 1,
    threadsBecause,
    parts: () => 1,
    run: ({ address, count }) => {
      run(address, count)
    },
    close: () => undefined,
  }
}

const starter = new Starter('compileTraining', async () => {
  const module = await trainingModule(declareShared)
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST, shared: true })
  const { run, share } = await instantiate(module, memory)
  const pool = new Pool({
    module,
    memory,
    kernels: { share },
    owner: 'compileTraining',
    remedy: 'Dispose of the trainer and make another',
    ...EAGER,
  })
  /** A record behind the numbers that it reads and writes. */
  const sample = (): Sample => {
    const { elements, name, units, argsAt } = filterGradient
    memory.grow(Math.ceil((4 * elements) / PAGE))
    const at = 4 * elements
    // its words are numbers, since its addresses are known
    const words = kernel('convFilterGrad', units, ...argsAt(0)) as readonly number[]
    new Int32Array(memory.buffer, at, words.length).set(words)
    return {
      name,
      alone: () => {
        run(at, 1)
      },
      shared: () => {
        pool.run('share', units, [at])
      },
    }
  }
  return { memory, pool, run, sample }
})
