import { engine, type TensorInfo } from '@tensorflow/tfjs-core'
import type { Exports, Heap } from './heap.js'
import { areFloats } from './kernel.js'

/** One installation: the backend, our module on its memory, and whether it is switched on. */
export interface Link {
  readonly backend: Heap
  readonly wasm: Exports
  on: boolean
}

/** Whether an operation on these tensors is computed by our kernels now. */
export const computes = ({ on, backend }: Link, ...tensors: readonly TensorInfo[]): boolean =>
  on && engine().backend === backend && areFloats(...tensors)

/** Takes back what a part of the installation has changed. */
export type Undo = () => void
