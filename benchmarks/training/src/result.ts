/** What a run leaves behind: plain data, written as JSON and rendered by report/. */
import type { Running } from '@layersmith/backends'
import type { Environment, Ratio, Summary } from '@layersmith/benchmark-shared'
import type { NetName } from './nets.js'

/**
 * Who trains: TensorFlow.js on our kernels, which all others are measured against, on others, and
 * outside oracles.
 */
export const contestantNames = ['own', 'composed', 'node', 'keras', 'cpu'] as const
export type ContestantName = (typeof contestantNames)[number]
export const reference: ContestantName = 'own'

/** How each is called in tables. */
export const titles: { readonly [N in ContestantName]: string } = {
  own: 'wasm, our kernels',
  composed: 'wasm, composed of stock kernels',
  node: 'tfjs-node',
  keras: 'Keras, graph mode',
  cpu: 'cpu',
}

/** What one of them ran on. */
export type Facts =
  | Pick<
      Running,
      'backend' | 'device' | 'deviceName' | 'threads' | 'simd' | 'versions' | 'fastKernels'
    >
  | { readonly keras: string; readonly tensorflow: string; readonly threads: number | null }

/** Times are milliseconds of one step. */
export interface Measured extends Summary {
  readonly net: NetName
  readonly contestant: ContestantName
  readonly best: number
  /** Cores that were kept busy: the processor time of all threads, in parts of the time. */
  readonly cores: number
  /** To our kernels, round by round. */
  readonly toReference: Ratio
}

/** All contestants with one number of threads, in a process of its own. */
export interface Run {
  readonly threads: number
  readonly ran: { readonly [N in ContestantName]?: Facts }
  /** Who does not take part, and why. */
  readonly leftOut: { readonly [N in ContestantName]?: string }
  readonly measurements: readonly Measured[]
}

export interface Settings {
  readonly nets: readonly NetName[]
  readonly rounds: number
  /** Rounds that cpu takes part in. */
  readonly cpuRounds: number
  /** Seconds, at least, of rounds before those that count. */
  readonly warmUp: number
  readonly seed: number
}

export interface Result {
  readonly benchmark: 'training'
  readonly format: 1
  readonly environment: Environment
  readonly settings: Settings
  readonly runs: readonly Run[]
}
