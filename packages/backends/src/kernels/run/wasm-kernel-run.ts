import type { DataType, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core'
import { messageOf } from '../../base/message-of.js'
import type { Heap } from './heap.js'
import { KernelRun } from './kernel-run.js'
import { onCpu } from './on-cpu.js'

/** Weights that XNNPACK has already packed. It keeps the packed copy as long as the tensor. */
const packed = new WeakSet<object>()

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

  /** Runs the cpu backend's kernel of that name, for inputs for which the stock one is wrong. */
  onCpu(name: string, inputs: NamedTensorInfoMap, attrs: object): TensorInfo {
    const [result] = onCpu(name, {
      inputs,
      backend: this.backend,
      // Attributes are plain data by contract, but the declared type wants an index signature.
      attrs: attrs as NamedAttrMap,
    })
    if (result === undefined) throw new Error(`TensorFlow.js's cpu kernel ${name} gave no result`)
    return this.keep(result)
  }

  /**
   * Runs the stock kernel where it finds the memory that XNNPACK takes for itself. Without it,
   * XNNPACK computes nothing, and the result keeps what was in its memory before.
   *
   * @param bytes what it takes
   * @param weights what it takes that memory for, if it does so only once
   * @throws Error where so much is not left
   */
  stockWithRoom(
    inputs: NamedTensorInfoMap,
    attrs: object,
    bytes: number,
    weights?: TensorInfo,
  ): TensorInfo {
    if (weights === undefined || !packed.has(weights.dataId)) this.#expectRoom(bytes)
    const result = this.stock(inputs, attrs)
    if (weights !== undefined) packed.add(weights.dataId)
    return result
  }

  #expectRoom(bytes: number): void {
    try {
      this.backend.disposeData(this.backend.makeOutput([bytes], 'bool').dataId)
    } catch (error) {
      throw new Error(
        `TensorFlow.js's kernel takes ${(bytes / 1e6).toFixed(1)} MB for itself. ` +
          messageOf(error),
        { cause: error },
      )
    }
  }
}
