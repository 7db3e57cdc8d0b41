// What a model of Keras is once it is read.
import type { AnyDescription, AnyNet } from '@layersmith/core'
import type { CustomBlock } from '@layersmith/tfjs'
import type { Numbers } from '../hdf5/values.js'
import type { SavedOptimizer } from './optimizer.js'
import type { Report } from './report.js'

/** A model of Keras as a net. */
export interface FromKeras<N extends AnyDescription = AnyNet> {
  readonly net: N
  /**
   * Its weights, by the names that those of the built net have: for `loadWeights`. The numbers of
   * each are in a row, without tensors, so there is nothing to dispose of.
   */
  readonly weights: Readonly<Record<string, Numbers>>
  /**
   * The blocks of layers that are not kinds, by their names in the net: the argument of the
   * function that `toSource` writes.
   */
  readonly customs: Readonly<Record<string, CustomBlock>>
  /** The optimizer that it was trained with, and its state; null if the file has none. */
  readonly optimizer: SavedOptimizer | null
  /** What comes out otherwise than Keras has it. */
  readonly report: Report
}
