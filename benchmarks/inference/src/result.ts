/** What a run leaves behind: plain data, written as JSON and rendered by tables.ts. */
import type { Running } from '@layersmith/backends'
import type { Ratio, Summary } from '@layersmith/bench'
import type { Environment } from '@layersmith/benchmark-shared'
import type { ContestantName, Missing } from './contestants.js'
import type { NetName } from './nets.js'

/** Times are in milliseconds, of one batch. */
export interface Timed {
  readonly name: ContestantName
  /** Processor time on all threads. */
  readonly cpu: Summary
  readonly wall: Summary
  /** Processor time divided by that of predict, round by round. */
  readonly toPredict: Ratio
  /** The largest difference from predict, relative to the largest number of predict. */
  readonly difference: number
}

export interface Measured {
  readonly net: NetName
  readonly batch: number
  readonly contestants: readonly Timed[]
  readonly missing: readonly Missing[]
}

export interface Result {
  readonly benchmark: 'inference'
  readonly format: 1
  readonly environment: Environment
  readonly settings: { readonly rounds: number; readonly seed: number }
  readonly running: Pick<Running, 'threads' | 'simd' | 'versions' | 'fastKernels'>
  readonly measurements: readonly Measured[]
}
