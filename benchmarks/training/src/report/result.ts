/** What a run leaves behind: plain data, written as JSON and rendered here. */
import type { Running } from '@layersmith/backends'
import type { Ratio, Summary } from '@layersmith/bench'
import type { Environment } from '@layersmith/benchmark-shared'
import type { NetName } from '../nets/index.js'

/**
 * The contestants: TensorFlow.js with our kernels, which is the reference, the whole step compiled,
 * TensorFlow.js with other kernels, and outside references.
 */
export const contestantNames = [
  'own',
  'compiled',
  'composed',
  'node',
  'keras',
  'jax',
  'cpu',
] as const
export type ContestantName = (typeof contestantNames)[number]
export const reference: ContestantName = 'own'

/** Their names in tables. */
export const titles: { readonly [N in ContestantName]: string } = {
  own: 'wasm, our kernels',
  compiled: 'compileTraining',
  composed: 'wasm, composed of stock kernels',
  node: 'tfjs-node',
  keras: 'Keras, graph mode',
  jax: 'jax-js',
  cpu: 'cpu',
}

/** They take part in few rounds, since one of their steps can take a minute. */
export const slow: readonly ContestantName[] = ['jax', 'cpu']

/** They begin with weights of their own, so their losses differ. */
export const strangers: readonly ContestantName[] = ['keras', 'jax']

/** What a contestant ran on. */
export type Facts =
  | Pick<
      Running,
      'backend' | 'device' | 'deviceName' | 'threads' | 'simd' | 'versions' | 'fastKernels'
    >
  | { readonly keras: string; readonly tensorflow: string; readonly threads: number | null }
  | { readonly jax: string; readonly threads: number }
  | { readonly program: string; readonly threads: number }

/** Times are in milliseconds, of one step. */
export interface Measured extends Summary {
  readonly net: NetName
  readonly contestant: ContestantName
  readonly best: number
  /**
   * How many cores were busy: the processor time of all threads divided by the elapsed time; null
   * in a page, which is not told.
   */
  readonly cores: number | null
  /** Time divided by that of our kernels, round by round. */
  readonly toReference: Ratio
}

/** All contestants with one number of threads, in a process or a page of their own. */
export interface Run {
  readonly threads: number
  readonly ran: { readonly [N in ContestantName]?: Facts }
  /** The contestants that do not take part, and why. */
  readonly leftOut: { readonly [N in ContestantName]?: string }
  readonly measurements: readonly Measured[]
}

export interface Settings {
  readonly nets: readonly NetName[]
  readonly rounds: number
  /** Rounds that the slow contestants take part in. */
  readonly slowRounds: number
  /** The minimum number of seconds of rounds before those that count. */
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
