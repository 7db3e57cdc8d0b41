/** What a run leaves behind: plain data, written as JSON and rendered by tables.ts. */
import type { Running } from '@layersmith/backends'
import type { Ratio, Summary } from '@layersmith/bench'
import type { Environment } from '@layersmith/benchmark-shared'
import type { Case } from './cases.js'

/** Times are in milliseconds of processor time, of one convolution with bias and relu. */
export interface Measured {
  readonly case: Case
  readonly own: Summary
  /** Ours without F(4x4, 3x3). */
  readonly exact: Summary
  readonly stock: Summary
  /** Time of the stock kernel divided by ours, round by round. */
  readonly times: Ratio
  /** Our gradients for the image and the filter; the stock backend has none for the filter. */
  readonly inputGradient: Summary
  readonly filterGradient: Summary
}

export interface Result {
  readonly benchmark: 'convolutions'
  readonly format: 1
  readonly environment: Environment
  readonly settings: { readonly rounds: number; readonly seed: number }
  readonly running: Pick<Running, 'threads' | 'simd' | 'versions' | 'fastKernels'>
  readonly measurements: readonly Measured[]
}
