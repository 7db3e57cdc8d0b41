import { engine, type TensorInfo } from '@tensorflow/tfjs-core'
import type { Heap } from '../base/heap.js'
import { areFloats } from '../base/tensors.js'
import type { Instance } from './instance.js'

/**
 * One installation: the backend, our module on its memory with its threads, whether the kernels are
 * switched on, and which may compute.
 */
export interface Link extends Instance {
  readonly backend: Heap
  on: boolean
  /** Whether only kernels with the rounding of the direct ones may compute. */
  exact: boolean
}

/** Whether our kernels would compute an operation on these tensors now. */
export const computes = ({ on, backend }: Link, ...tensors: readonly TensorInfo[]): boolean =>
  on && engine().backend === backend && areFloats(...tensors)

/** Reverts what one part of the installation changed. */
export type Undo = () => void
