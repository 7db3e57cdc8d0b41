import type { BackendName, Running } from '@layersmith/backends'
import type { Ceilings } from '../measure/ceilings.js'
import type { Cell, Measurement } from '../results/result.js'

/** What happens during a benchmark, as plain data. */
export type BenchEvent =
  /** A backend has started; so many cells will be measured on it. */
  | {
      readonly event: 'started'
      readonly backend: Omit<Running, 'kernels'>
      readonly cells: readonly Cell[]
    }
  /** The ceilings are known. */
  | { readonly event: 'ceilings'; readonly ceilings: Ceilings }
  /** A cell is being measured; this share of its time, from 0 to 1, is over. */
  | { readonly event: 'measuring'; readonly cell: Cell; readonly share: number }
  /** A cell has been measured. */
  | { readonly event: 'measured'; readonly measurement: Measurement }
  /** A backend is done. */
  | { readonly event: 'ended'; readonly backend: BackendName }
