// The parts of TensorFlow.js's wasm backend that are needed here.
import type { BackendValues, DataType, KernelBackend, TensorInfo } from '@tensorflow/tfjs-core'
import { KernelsError } from './kernels-error.js'

/** What the kernels use of the backend; all of it is public in TensorFlow.js 4.22. */
export interface Heap extends KernelBackend {
  makeOutput(shape: number[], dtype: DataType, address?: number, values?: BackendValues): TensorInfo
  typedArrayFromHeap(info: TensorInfo): Float32Array | Int32Array | Uint8Array
}

/** Where Emscripten keeps the memory. It depends on the build; neither place is documented. */
interface Emscripten {
  readonly HEAPU8?: Uint8Array
  readonly wasmMemory?: unknown
  readonly asm?: { readonly memory?: unknown }
}

const isMemory = (value: unknown): value is WebAssembly.Memory =>
  Object.prototype.toString.call(value) === '[object WebAssembly.Memory]'

export const isShared = ({ buffer }: WebAssembly.Memory): boolean =>
  Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]'

export const memoryOf = (backend: KernelBackend): WebAssembly.Memory => {
  // The declared type leaves out undocumented properties.
  const { wasm } = backend as unknown as { readonly wasm?: Emscripten }
  const memory = [wasm?.wasmMemory, wasm?.asm?.memory].find(isMemory)
  if (memory === undefined || memory.buffer !== wasm?.HEAPU8?.buffer) {
    throw new KernelsError(
      'memory',
      "the memory of TensorFlow.js's wasm backend was not found",
      'Use version 4.22 of @tensorflow/tfjs-backend-wasm',
    )
  }
  return memory
}
