/**
 * One net on one number of threads, in a process or a page of its own: the number is fixed there,
 * and the memory of a large net, which no backend gives back, ends with it.
 */
import { startBackend } from '@layersmith/backends'
import { seededRandom } from '@layersmith/bench'
import { type AnyNet, plan } from '@layersmith/core'
import { contestantsOf } from './contestants.js'
import { measure } from './measure.js'
import { type NetName, nets } from './nets.js'
import type { Options } from './options.js'
import { outcomeLine } from './outcome.js'
import type { Measured, Run } from './result.js'
import type { LoadRuntime } from './runtimes.js'
import { Stages } from './stage.js'

export interface Assignment {
  readonly net: NetName
  readonly threads: number
  readonly options: Options
  /** Why tfjs-node is left out; it takes part if this is missing. */
  readonly noNode?: string
}

/** What differs between a process and a page. */
export interface Place {
  /** Takes a line for the terminal. */
  readonly say: (line: string) => void
  readonly loadRuntime: LoadRuntime
}

/** What a worker answers; its process may end before it does. */
export type Answer =
  | { readonly kind: 'run'; readonly run: Run }
  | { readonly kind: 'ended'; readonly how: string }
  | { readonly kind: 'failed'; readonly reason: string }

export const work = async (
  { net, threads, options, noNode }: Assignment,
  { say, loadRuntime }: Place,
): Promise<Answer> => {
  const { rounds, seed, batches } = options
  const { simd, versions, fastKernels, ...started } = await startBackend({
    require: 'wasm',
    threads,
  })
  const all: Readonly<Record<NetName, () => AnyNet>> = { ...nets.small, ...nets.large }
  const made = all[net]()
  const [shape = []] = plan(made).inputs.map((one) => one.shape.map(Number))
  const contestants = await contestantsOf(net, made, threads, loadRuntime, noNode)
  const settings = { rounds, random: seededRandom(seed), stages: new Stages(threads) }
  const measurements: Measured[] = []
  try {
    for (const batch of batches) {
      const measured = await measure({ net, batch }, shape, contestants, settings)
      measurements.push(measured)
      say(outcomeLine(measured))
    }
  } catch (error) {
    // such as a difference that is too large
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
  } finally {
    await contestants.dispose()
  }
  const running = {
    threads: started.threads,
    simd,
    versions,
    ...(fastKernels === undefined ? {} : { fastKernels }),
  }
  return { kind: 'run', run: { threads, running, measurements } }
}
