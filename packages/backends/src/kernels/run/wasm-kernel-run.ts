import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core'
import { KernelRun } from './kernel-run.js'

/** The part of TensorFlow.js's wasm backend that kernels use. */
export type Heap = Pick<BackendWasm, 'makeOutput' | 'typedArrayFromHeap' | 'disposeData' | 'write'>

/** One run of a kernel on wasm, with access to the backend's heap. */
export class WasmKernelRun extends KernelRun<Heap> {
  /** A new tensor whose values are not set. */
  output(shape: readonly number[], dtype: DataType = 'float32'): TensorInfo {
    return this.keep(this.backend.makeOutput([...shape], dtype))
  }

  /** A new tensor of zeros. */
  zeros(shape: readonly number[]): TensorInfo {
    const result = this.output(shape)
    this.values(result).fill(0)
    return result
  }

  /**
   * The values of a float tensor, in place. Any allocation may move the heap, so take views after
   * the last one.
   */
  values({ dataId, shape, dtype }: TensorInfo): Float32Array {
    if (dtype !== 'float32') throw new Error(`this kernel works on float32, got ${dtype}`)
    // typedArrayFromHeap returns a Float32Array for float32, which the line above checked.
    return this.backend.typedArrayFromHeap({ dataId, shape, dtype }) as Float32Array
  }
}
