/** What the processes of a benchmark say to each other. */
import type { BackendName } from '@layersmith/backends'
import type { BenchResult, NoRun, Run } from '../results/result.js'
import type { BenchEvent } from '../run/events.js'

/** From the first process, once the other is ready. */
export interface Assignment {
  /** Which call of `bench` in the program, from 0. */
  readonly call: number
  readonly backend: BackendName
  /** Whether the backend was named, so that an emulated GPU runs too. */
  readonly named: boolean
  /** The results of the calls before it, which the other process does not measure again. */
  readonly earlier: readonly BenchResult[]
}

/** From the process of a backend. */
export type Answer =
  | { readonly answer: 'ready' }
  /** It is in the call that the assignment names. */
  | { readonly answer: 'reached' }
  | { readonly answer: 'event'; readonly event: BenchEvent }
  | { readonly answer: 'run'; readonly run: Run }
  | { readonly answer: 'none'; readonly none: NoRun }
  /** The call itself was wrong: the first process throws the same. */
  | { readonly answer: 'misuse'; readonly message: string }

/** Names the parent of a process that measures; nobody else's child takes itself for one. */
export const parentVariable = 'LAYERSMITH_BENCH_PARENT'
