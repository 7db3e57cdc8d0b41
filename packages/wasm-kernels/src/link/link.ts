import { engine, type TensorInfo } from '@tensorflow/tfjs-core'
import type { Heap } from '../base/heap.js'
import { areFloats } from '../base/tensors.js'
import type { Instance } from './instance.js'

/**
 * One installation: the backend, our module on its memory with its threads, and whether it is
 * switched on.
 */
export interface Link extends Instance {
  readonly backend: Heap
  on: boolean
}

/** Whether an operation on these tensors is computed by our kernels now. */
export const computes = ({ on, backend }: Link, ...tensors: readonly TensorInfo[]): boolean =>
  on && engine().backend === backend && areFloats(...tensors)

/** Takes back what a part of the installation has changed. */
export type Undo = () => void
