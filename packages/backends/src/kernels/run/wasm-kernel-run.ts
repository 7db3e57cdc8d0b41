import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { DataType } from '@tensorflow/tfjs-core'
import { Frame, type Info } from './kernel-run.js'

export type { Info } from './kernel-run.js'

/** What a kernel needs of TensorFlow.js's wasm backend. */
export type Heap = Pick<BackendWasm, 'makeOutput' | 'typedArrayFromHeap' | 'disposeData' | 'write'>

/** A run of a kernel on wasm, whose heap it can look into. */
export class Scope extends Frame<Heap> {
  /** A new tensor whose values are not set. */
  output(shape: readonly number[], dtype: DataType = 'float32'): Info {
    return this.keep(this.backend.makeOutput([...shape], dtype))
  }

  /** A new tensor of zeros. */
  zeros(shape: readonly number[]): Info {
    const result = this.output(shape)
    this.values(result).fill(0)
    return result
  }

  /**
   * The values of a float tensor, in place. Every allocation may move the heap: take views after
   * the last one.
   */
  values({ dataId, shape, dtype }: Info): Float32Array {
    if (dtype !== 'float32') throw new Error(`this kernel works on float32 and got ${dtype}`)
    // typedArrayFromHeap gives a Float32Array for float32, which was just checked.
    return this.backend.typedArrayFromHeap({ dataId, shape, dtype }) as Float32Array
  }
}
