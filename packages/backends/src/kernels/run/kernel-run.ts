import {
  getKernel,
  type KernelBackend,
  type KernelFunc,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core'

/** A tensor as kernels see it: an id of its data with a shape and a type. */
export type Info = TensorInfo

/** What every backend of TensorFlow.js has. */
export type Store = Pick<KernelBackend, 'write' | 'disposeData'>

/**
 * One run of one of our kernels: it calls stock kernels and frees every intermediate result, also
 * when one throws.
 *
 * Stock kernels are called directly and not through `tf.…`: no second round of checks, no tidy, no
 * tensors that the engine counts. A result is reference counted by the backend (Reshape shares its
 * input's memory), so each one is released exactly once.
 */
export class Frame<Backend extends Store = Store> {
  readonly backend: Backend
  readonly #name: string
  readonly #stock: KernelFunc | undefined
  #live: Info[] = []

  /**
   * `name` is TensorFlow.js's name of the backend, `stock` the kernel that ours replaces, if there
   * was one.
   */
  constructor(backend: Backend, name: string, stock: KernelFunc | undefined) {
    this.backend = backend
    this.#name = name
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
    const config = getKernel(name, this.#name) as ReturnType<typeof getKernel> | undefined
    if (config === undefined)
      throw new Error(
        `TensorFlow.js's ${this.#name} backend has no kernel ${name}: is its version older than 4.22?`,
      )
    return this.#run(config.kernelFunc, inputs, attrs)
  }

  /** A new tensor of these values. */
  constant(shape: readonly number[], values: Float32Array): Info {
    const dataId = this.backend.write(values, [...shape], 'float32')
    return this.keep({ dataId, shape: [...shape], dtype: 'float32' })
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

  /** Has a new tensor released when the run ends. */
  protected keep(info: Info): Info {
    this.#live.push(info)
    return info
  }

  #run(kernel: KernelFunc, inputs: NamedTensorInfoMap, attrs: object): Info {
    // Attributes are plain data by contract; the declared type of kernels wants an index signature.
    const result = kernel({
      inputs,
      backend: this.backend,
      attrs: attrs as NonNullable<Parameters<KernelFunc>[0]['attrs']>,
    })
    if (Array.isArray(result)) throw new Error('kernels with several results are not composed here')
    return this.keep(result)
  }
}
