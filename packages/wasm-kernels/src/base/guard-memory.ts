// The end of the wasm backend's memory. Emscripten's sbrk compares addresses as signed numbers, so
// at 4 GB it wraps around to the backend's own data instead of failing. Where malloc does fail, the
// backend writes the tensor to address 0, and its C++ code aborts or leaves results unwritten.
import type { DataType, KernelBackend } from '@tensorflow/tfjs-core'
import { memoryOf } from './heap.js'

/** What Emscripten's module has for this; the backend's declared type leaves it out. */
interface Allocator {
  _malloc: (bytes: number) => number
  readonly _free: (address: number) => void
}

/** WebAssembly's addresses have 32 bits. */
const addresses = 2 ** 32

/**
 * The most bytes that the memory may have. The addresses above stay unused, so that no single
 * allocation wraps around.
 */
const most = addresses - 2 ** 29

const page = 2 ** 16

/** What is left for the stock kernels' own small needs, in bytes. */
const reserve = 2 ** 20

const guarded = new WeakSet<KernelBackend>()

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

const checkSizes = (shape: readonly number[]): void => {
  if (shape.every((size) => size >= 0)) return
  throw new Error(
    `A result would have the impossible shape [${shape.join(', ')}]: ` +
      'the windows of a convolution or pooling are larger than their input. ' +
      "Use larger inputs, smaller windows, or padding 'same'",
  )
}

/** Lets the memory grow up to `most` bytes. Emscripten takes the error for a failure to grow. */
const limitGrowth = (memory: WebAssembly.Memory): void => {
  const grow = memory.grow.bind(memory)
  memory.grow = (pages) => {
    const bytes = memory.buffer.byteLength + pages * page
    if (bytes > most) throw new RangeError(`${megabytes(bytes)} are more than ${megabytes(most)}`)
    return grow(pages)
  }
}

/**
 * Makes a wasm backend refuse impossible tensors: those that no longer fit into memory, and those
 * of negative size. The error says what did not fit. Nothing has been written by then, and the
 * backend goes on. The memory ends at 3.75 GB, and a tensor of more than 536 MB must fit below 4.29
 * GB, after all that was ever in use. A second call does nothing. `installKernels` and
 * `startBackend` of `@layersmith/backends` call it.
 *
 * @param backend TensorFlow.js's running wasm backend
 *
 * @example
 * import * as tf from '@tensorflow/tfjs'
 * import { startBackend } from '@layersmith/backends'
 * import { guardMemory } from '@layersmith/wasm-kernels'
 *
 * await startBackend({ require: 'wasm' }) // or setWasmPaths and tf.setBackend('wasm')
 * guardMemory(tf.engine().backend) // nothing is left to do after startBackend
 */
export const guardMemory = (backend: KernelBackend): void => {
  if (guarded.has(backend)) return
  guarded.add(backend)
  const memory = memoryOf(backend)
  limitGrowth(memory)

  // See Allocator.
  const { wasm } = backend as unknown as { readonly wasm: Allocator }
  // At its first call Emscripten's function puts another in its place.
  wasm._free(wasm._malloc(1))
  const malloc = wasm._malloc
  /** The address, or 0. */
  const find = (bytes: number): number =>
    bytes + 2 * page < addresses - most || memory.buffer.byteLength + bytes + 2 * page < addresses
      ? malloc(bytes)
      : 0

  let wanted: { readonly shape: readonly number[]; readonly dtype: DataType } | undefined
  const refuse = (bytes: number): never => {
    const what =
      wanted === undefined
        ? megabytes(bytes)
        : `a tensor of shape [${wanted.shape.join(', ')}] (${wanted.dtype}, ${megabytes(bytes)})`
    throw new Error(
      `The wasm backend has no memory left for ${what}: it has ` +
        `${megabytes(memory.buffer.byteLength)} of at most ${megabytes(most)}, ` +
        'all in tensors or in smaller gaps between them. ' +
        'Use smaller batches, or dispose of tensors that are no longer needed (tf.tidy, dispose)',
    )
  }
  wasm._malloc = (bytes) => {
    const address = find(bytes)
    const spare = address === 0 ? 0 : malloc(reserve)
    if (spare === 0) {
      wasm._free(address)
      refuse(bytes)
    }
    wasm._free(spare)
    return address
  }

  const move = backend.move.bind(backend)
  backend.move = (dataId, values, shape, dtype, refCount) => {
    checkSizes(shape)
    wanted = { shape, dtype }
    try {
      move(dataId, values, shape, dtype, refCount)
    } finally {
      wanted = undefined
    }
  }
}
