// TensorFlow.js's wasm backend, as far as it is needed here, and our module on its memory.
import type { BackendValues, DataType, KernelBackend, TensorInfo } from '@tensorflow/tfjs-core'
import { binary } from './binary.js'
import { KernelsError } from './error.js'

/** What the kernels use of the backend; all public in TensorFlow.js 4.22. */
export interface Heap extends KernelBackend {
  makeOutput(shape: number[], dtype: DataType, address?: number, values?: BackendValues): TensorInfo
  typedArrayFromHeap(info: TensorInfo): Float32Array | Int32Array | Uint8Array
}

/** The functions of ../assembly: addresses are bytes, sizes elements. */
export type Exports = Readonly<Record<
  | 'adam' | 'addToColumns' | 'avgPoolGrad' | 'batchNorm' | 'batchNormGrad' | 'batchNormScratch' | 'batchNormTrainGrad' | 'columnSums'
  | 'convFilterGrad' | 'depthwiseFilterGrad' | 'depthwiseInputGrad' | 'fewChannelsInputGrad' | 'flipFilter' | 'maxPoolGrad' | 'period' | 'reluGrad' | 'spread'
  | 'sumScratch' | 'transpose',
  (...args: readonly number[]) => number
>>

/** Where Emscripten leaves the memory, by build; neither place is documented. */
interface Emscripten {
  readonly HEAPU8?: Uint8Array
  readonly wasmMemory?: unknown
  readonly asm?: { readonly memory?: unknown }
}

const isMemory = (value: unknown): value is WebAssembly.Memory => Object.prototype.toString.call(value) === '[object WebAssembly.Memory]'

const memoryOf = (backend: Heap): WebAssembly.Memory => {
  // The declared type leaves out what is in the object but not documented.
  const { wasm } = backend as unknown as { readonly wasm?: Emscripten }
  const memory = [wasm?.wasmMemory, wasm?.asm?.memory].find(isMemory)
  if (memory === undefined || memory.buffer !== wasm?.HEAPU8?.buffer) {
    throw new KernelsError('memory', "the memory of TensorFlow.js's wasm backend was not found", 'Use version 4.22 of @tensorflow/tfjs-backend-wasm')
  }
  if (Object.prototype.toString.call(memory.buffer) === '[object SharedArrayBuffer]') {
    throw new KernelsError('threads', 'the wasm backend runs on threads', "Start it on one: env().set('WASM_HAS_MULTITHREAD_SUPPORT', false) before tf.setBackend('wasm')")
  }
  return memory
}

/** Our module, working on the memory of a backend. */
export const link = async (backend: Heap): Promise<Exports> => {
  const memory = memoryOf(backend)
  const code = Uint8Array.from(atob(binary), (char) => char.charCodeAt(0))
  try {
    const { instance } = await WebAssembly.instantiate(code, { env: { memory } })
    // The build makes the exports that the type lists.
    return instance.exports as unknown as Exports
  } catch (error) {
    throw new KernelsError('engine', `WebAssembly.instantiate says ${error instanceof Error ? error.message : String(error)}`, 'Use an engine with WebAssembly SIMD: Node 16.4, Chrome 91, Firefox 89, Safari 16.4 or newer')
  }
}
