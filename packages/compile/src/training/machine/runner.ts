// What makes the calls of a step: this thread alone, or several threads on a shared memory.
import {
  type Kernel,
  Pool,
  type Sample,
  Starter,
  type ThreadsOption,
  declareShared,
  filterGradient,
} from '@layersmith/wasm-kernels/threads'
import type { PlacedCall } from '../program/call.js'
import { lossKernels } from '../losses/compute.js'
import type { WasmKernel } from '../program/names.js'
import { checkCalls, makeCall } from './calls.js'
import { trainingModules } from './module.js'
import { Sharing } from './sharing.js'

export interface Runner {
  readonly memory: WebAssembly.Memory
  readonly threads: number
  /** The reason for that number. */
  readonly threadsBecause: string
  /** How many parts a call of some units is cut into, at most. */
  parts(units: number): number
  /** Throws if calls do not fit their kernels. */
  check(calls: readonly PlacedCall[]): void
  /** Makes calls; the same ones are the same object every time. */
  run(calls: readonly PlacedCall[]): void
  /** Ends the other threads. */
  close(): void
}

const PAGE = 65536
/** The pages of memory that addresses of 32 bits reach. */
const MOST = 65536

/**
 * Between two calls that are shared there are a few microseconds, in which no thread should fall
 * asleep; after a step, threads wait for the next one for half a millisecond.
 */
const EAGER = { share: 4, patience: 500_000 } as const

/** The kernels of both modules. */
type Exports = Readonly<Record<WasmKernel, Kernel>>

const instantiate = async (
  modules: readonly WebAssembly.Module[],
  memory: WebAssembly.Memory,
): Promise<Exports> => {
  const made = modules.map((module) => WebAssembly.instantiate(module, { env: { memory } }))
  const all = (await Promise.all(made)).map(({ exports }) => exports)
  return Object.assign({}, ...all) as Exports // a test compares the names
}

/**
 * What runs on so many threads.
 * @throws Error where they do not start
 */
export const startRunner = async (threads: ThreadsOption): Promise<Runner> => {
  const { opened, because } = await starter.start(threads)
  if (opened === null) return alone(because)
  const { memory, pool, kernels } = opened
  const all = { ...kernels, ...lossKernels(memory) }
  const sharing = new Sharing(pool, all)
  return {
    memory,
    threads: pool.threads,
    threadsBecause: because,
    parts: (units) => pool.parts(units),
    check: (calls) => {
      checkCalls(all, calls)
    },
    run: (calls) => {
      sharing.run(calls)
    },
    close: () => {
      pool.close()
    },
  }
}

const alone = async (threadsBecause: string): Promise<Runner> => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST })
  const exports = await instantiate(await trainingModules(), memory)
  const kernels = { ...exports, ...lossKernels(memory) }
  return {
    memory,
    threads: 1,
    threadsBecause,
    parts: () => 1,
    check: (calls) => {
      checkCalls(kernels, calls)
    },
    run: (calls) => {
      for (const call of calls) makeCall(kernels, call)
    },
    close: () => undefined,
  }
}

const starter = new Starter('compileTraining', async () => {
  const modules = await trainingModules(declareShared)
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST, shared: true })
  const kernels = await instantiate(modules, memory)
  const pool = new Pool({
    modules,
    memory,
    kernels,
    owner: 'compileTraining',
    remedy: 'Dispose of the trainer and make another',
    ...EAGER,
  })
  const sample = (): Sample => {
    const { elements, name, units, argsAt } = filterGradient
    memory.grow(Math.ceil((4 * elements) / PAGE))
    const args = argsAt(0)
    return {
      name,
      alone: () => {
        kernels.convFilterGrad(...args, 0, units)
      },
      shared: () => {
        pool.run('convFilterGrad', units, args)
      },
    }
  }
  return { memory, pool, kernels, sample }
})
