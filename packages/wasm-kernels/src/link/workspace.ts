import {
  getKernel,
  util,
  type DataType,
  type KernelFunc,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core'
import type { Heap } from '../base/heap.js'
import type { Exports } from '../module/exports.js'
import type { Pool } from '../threads/pool.js'
import type { Instance } from './instance.js'

/** How a job can be cut into parts, and how long it takes on one thread. */
export interface Size {
  /**
   * Independent units of work. The kernel's last arguments are the first unit to compute, the unit
   * after the last one, and the number of the part.
   */
  readonly units: number
  /** An estimate. */
  readonly nanoseconds: number
}

/** A tensor's numbers on the heap. */
export type View = ReturnType<Heap['typedArrayFromHeap']>

/** What a kernel call needs of an installation. */
interface Room extends Instance {
  readonly backend: Heap
  readonly exact: boolean
}

/** The tensors of one kernel call: results, and those that are only needed on the way. */
export class Workspace {
  readonly wasm: Exports
  /** Whether only kernels with the rounding of the direct ones may compute. */
  readonly exact: boolean
  readonly #backend: Heap
  readonly #pool: Pool | undefined
  #made: TensorInfo[] = []

  constructor({ backend, wasm, pool, exact }: Room) {
    this.#backend = backend
    this.#pool = pool
    this.wasm = wasm
    this.exact = exact
  }

  /**
   * Runs a kernel that can be cut into units, on several threads where that pays off. The result
   * does not depend on it.
   */
  split(kernel: keyof Exports, { units, nanoseconds }: Size, ...args: readonly number[]): void {
    const pool = this.#pool
    if (pool !== undefined && this.parts({ units, nanoseconds }) > 1) pool.run(kernel, units, args)
    else this.wasm[kernel](...args, 0, units, 0)
  }

  /** How many parts such a job is cut into; each may need memory of its own. */
  parts({ units, nanoseconds }: Size): number {
    return this.#pool?.pays(nanoseconds) === true ? this.#pool.parts(units) : 1
  }

  /** A new tensor with uninitialized values. */
  output(shape: readonly number[], dtype: DataType = 'float32'): TensorInfo {
    const info = this.#backend.makeOutput([...shape], dtype)
    this.#made.push(info)
    return info
  }

  /** A new float tensor of zeros. */
  zeros(shape: readonly number[]): TensorInfo {
    const info = this.output(shape)
    this.wasm.clear(this.address(info), util.sizeFromShape(info.shape))
    return info
  }

  /** The address of new memory for `elements` numbers, freed with the workspace. */
  scratch(elements: number): number {
    return this.address(this.output([elements]))
  }

  /** A tensor's address. It stays valid when the heap grows, unlike views of the tensor. */
  address(info: TensorInfo): number {
    return this.view(info).byteOffset
  }

  /**
   * A tensor's numbers, valid until memory is next allocated, because the heap may be another
   * object after that.
   */
  view(info: TensorInfo): View {
    return this.#backend.typedArrayFromHeap(info)
  }

  /** Runs a kernel, by default the one registered under this name. */
  call(
    name: string,
    inputs: NamedTensorInfoMap,
    attrs: object,
    kernel: KernelFunc = getKernel(name, 'wasm').kernelFunc,
  ): TensorInfo {
    // Attributes are plain data by contract; the declared type of kernels asks for an index
    // signature.
    const result = kernel({
      inputs,
      backend: this.#backend,
      attrs: attrs as NonNullable<Parameters<KernelFunc>[0]['attrs']>,
    })
    if (Array.isArray(result)) throw new Error(`${name} has several results`)
    this.#made.push(result)
    return result
  }

  /** A second tensor with the same data. */
  share({ dataId, shape, dtype }: TensorInfo): TensorInfo {
    this.#backend.incRef(dataId)
    return { dataId, shape, dtype }
  }

  /** Frees everything except the results. */
  close(results: readonly TensorInfo[]): void {
    for (const info of this.#made) {
      if (!results.includes(info)) this.#backend.disposeData(info.dataId)
    }
    this.#made = []
  }
}
