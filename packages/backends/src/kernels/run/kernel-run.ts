import {
  getKernel,
  type KernelBackend,
  type KernelFunc,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core'

/** The part that every backend of TensorFlow.js has. */
export type Store = Pick<KernelBackend, 'write' | 'disposeData'>

/**
 * One run of one of our kernels: it calls stock kernels and frees every intermediate result, even
 * when a kernel throws.
 *
 * It calls stock kernels directly and not through `tf.…`: no second round of checks, no tidy, no
 * tensors for the engine to count. The backend counts references to each result (Reshape shares its
 * input's memory), so the run releases each one exactly once.
 */
export class KernelRun<Backend extends Store = Store> {
  readonly backend: Backend
  readonly #name: string
  readonly #stock: KernelFunc | undefined
  #live: TensorInfo[] = []

  /**
   * `name` is TensorFlow.js's name for the backend, `stock` the kernel that ours replaces, if any.
   */
  constructor(backend: Backend, name: string, stock: KernelFunc | undefined) {
    this.backend = backend
    this.#name = name
    this.#stock = stock
  }

  /** Runs the kernel that this one replaces. */
  stock(inputs: NamedTensorInfoMap, attrs: object): TensorInfo {
    if (this.#stock === undefined) throw new Error('this kernel replaces no stock kernel')
    return this.#run(this.#stock, inputs, attrs)
  }

  /** Runs any kernel of the backend, by TensorFlow.js's name for it. */
  call(name: string, inputs: NamedTensorInfoMap, attrs: object = {}): TensorInfo {
    // An unknown name gives undefined, which the declared type leaves out.
    const config = getKernel(name, this.#name) as ReturnType<typeof getKernel> | undefined
    if (config === undefined)
      throw new Error(
        `TensorFlow.js's ${this.#name} backend has no kernel ${name}. Is it older than 4.22?`,
      )
    return this.#run(config.kernelFunc, inputs, attrs)
  }

  /** A new tensor with these values. */
  constant(shape: readonly number[], values: Float32Array): TensorInfo {
    const dataId = this.backend.write(values, [...shape], 'float32')
    return this.keep({ dataId, shape: [...shape], dtype: 'float32' })
  }

  transpose(x: TensorInfo, perm: readonly number[]): TensorInfo {
    return this.call('Transpose', { x }, { perm })
  }

  reshape(x: TensorInfo, shape: readonly number[]): TensorInfo {
    return this.call('Reshape', { x }, { shape })
  }

  /** Keeps the first `size` elements of each axis; -1 keeps all of them. */
  crop(x: TensorInfo, size: readonly number[]): TensorInfo {
    return this.call('Slice', { x }, { begin: size.map(() => 0), size })
  }

  /** Releases everything but the result. */
  close(result?: TensorInfo): void {
    for (const info of this.#live) {
      if (info !== result) this.backend.disposeData(info.dataId)
    }
    this.#live = []
  }

  /** Marks a new tensor for release at the end of the run. */
  protected keep(info: TensorInfo): TensorInfo {
    this.#live.push(info)
    return info
  }

  #run(kernel: KernelFunc, inputs: NamedTensorInfoMap, attrs: object): TensorInfo {
    // Attributes are plain data by contract, but the declared type wants an index signature.
    const result = kernel({
      inputs,
      backend: this.backend,
      attrs: attrs as NonNullable<Parameters<KernelFunc>[0]['attrs']>,
    })
    if (Array.isArray(result)) throw new Error('this run cannot call a kernel with several results')
    return this.keep(result)
  }
}
