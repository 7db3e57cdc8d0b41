/** What a run leaves behind: plain data, written as JSON and rendered by tables.ts. */
import type { Running } from '@layersmith/backends'
import type { Ratio, Summary } from '@layersmith/bench'
import { type Environment, fileOf } from '@layersmith/benchmark-shared'
import type { ContestantName, Missing } from './contestants.js'
import type { NetName, NetSet } from './nets.js'

/** Times are in milliseconds, of one batch. */
export interface Timed {
  readonly name: ContestantName
  /** Processor time on all threads; null in a page, which is not told. */
  readonly cpu: Summary | null
  readonly wall: Summary
  /** Processor time, in a page time on the wall, divided by that of predict, round by round. */
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

export interface Settings {
  readonly rounds: number
  readonly seed: number
}

/** All nets on one number of threads. */
export interface Run {
  readonly threads: number
  readonly running: Pick<Running, 'threads' | 'simd' | 'versions' | 'fastKernels'>
  readonly measurements: readonly Measured[]
}

export interface Result {
  readonly benchmark: 'inference'
  readonly format: 2
  /** Which nets. */
  readonly set: NetSet
  readonly environment: Environment
  readonly settings: Settings
  readonly runs: readonly Run[]
}

/** The file of a result: as every benchmark names it, one per set of nets. */
export const fileOfResult = (result: Pick<Result, 'environment' | 'set'>): string =>
  result.set === 'small' ? fileOf(result) : fileOf(result).replace(/\.json$/, `-${result.set}.json`)

/** What the heading of a result says of its set of nets. */
export const titles = { small: '', large: ', the zoo at 224x224' } as const
