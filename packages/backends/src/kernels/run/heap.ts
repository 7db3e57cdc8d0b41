import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'

/** The part of TensorFlow.js's wasm backend that kernels use. */
export type Heap = Pick<
  BackendWasm,
  'makeOutput' | 'typedArrayFromHeap' | 'disposeData' | 'readSync' | 'write'
>
