import { getKernel, type DataType, type KernelFunc, type NamedTensorInfoMap, type TensorInfo } from '@tensorflow/tfjs-core'
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'

/** A tensor as kernels see it: `dataId`, `shape`, `dtype`. The engine makes a Tensor of what a kernel returns. */
export type Info = TensorInfo

/** What kernels need of the backend: its memory. */
export type Heap = Pick<BackendWasm, 'makeOutput' | 'typedArrayFromHeap' | 'disposeData'>

/**
 * One run of one of our kernels: it calls stock kernels and frees every intermediate result, also when one throws.
 *
 * Stock kernels are called directly and not through `tf.…`: no second round of checks, no tidy, no tensors that the
 * engine counts. A result is reference counted by the backend (Reshape shares its input's memory), so each one is
 * released exactly once.
 */
export class Scope {
  readonly backend: Heap
  readonly #stock: KernelFunc | undefined
  #live: Info[] = []

  /** `stock` is the kernel that ours replaces, if there was one. */
  constructor(backend: Heap, stock: KernelFunc | undefined) {
    this.backend = backend
    this.#stock = stock
  }

  /** Runs the kernel that this one replaces. */
  stock(inputs: NamedTensorInfoMap, attrs: object): Info {
    if (this.#stock === undefined) throw new Error('this kernel replaces no other one')
    return this.#run(this.#stock, inputs, attrs)
  }

  /** Runs any kernel that the backend has, by TensorFlow.js's name for it. */
  call(name: string, inputs: NamedTensorInfoMap, attrs: object = {}): Info {
    // The declared type leaves out that an unknown name gives undefined.
    const config = getKernel(name, 'wasm') as ReturnType<typeof getKernel> | undefined
    if (config === undefined) throw new Error(`TensorFlow.js's wasm backend has no kernel ${name}: is its version older than 4.22?`)
    return this.#run(config.kernelFunc, inputs, attrs)
  }

  /** A new tensor whose values are not set. */
  output(shape: readonly number[], dtype: DataType = 'float32'): Info {
    return this.#keep(this.backend.makeOutput([...shape], dtype))
  }

  /** A new tensor of zeros. */
  zeros(shape: readonly number[]): Info {
    const result = this.output(shape)
    this.values(result).fill(0)
    return result
  }

  /** The values of a float tensor, in place. Every allocation may move the heap: take views after the last one. */
  values({ dataId, shape, dtype }: Info): Float32Array {
    if (dtype !== 'float32') throw new Error(`this kernel works on float32 and got ${dtype}`)
    // typedArrayFromHeap gives a Float32Array for float32, which was just checked.
    return this.backend.typedArrayFromHeap({ dataId, shape, dtype }) as Float32Array
  }

  transpose(x: Info, perm: readonly number[]): Info {
    return this.call('Transpose', { x }, { perm })
  }

  reshape(x: Info, shape: readonly number[]): Info {
    return this.call('Reshape', { x }, { shape })
  }

  /** Leaves out what lies behind `size` in each axis; -1 keeps all of it. */
  crop(x: Info, size: readonly number[]): Info {
    return this.call('Slice', { x }, { begin: size.map(() => 0), size })
  }

  /** Releases everything but the result. */
  close(result?: Info): void {
    for (const info of this.#live) {
      if (info !== result) this.backend.disposeData(info.dataId)
    }
    this.#live = []
  }

  #run(kernel: KernelFunc, inputs: NamedTensorInfoMap, attrs: object): Info {
    // Attributes are plain data by contract; the declared type of kernels wants an index signature.
    const result = kernel({ inputs, backend: this.backend, attrs: attrs as NonNullable<Parameters<KernelFunc>[0]['attrs']> })
    if (Array.isArray(result)) throw new Error('kernels with several results are not composed here')
    return this.#keep(result)
  }

  #keep(info: Info): Info {
    this.#live.push(info)
    return info
  }
}
