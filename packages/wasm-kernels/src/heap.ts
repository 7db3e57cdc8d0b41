// TensorFlow.js's wasm backend, as far as it is needed here, and our module on its memory.
import type { BackendValues, DataType, KernelBackend, TensorInfo } from '@tensorflow/tfjs-core'
import { baseline, relaxed } from './binary.js'
import { KernelsError } from './error.js'

/** What the kernels use of the backend; all public in TensorFlow.js 4.22. */
export interface Heap extends KernelBackend {
  makeOutput(shape: number[], dtype: DataType, address?: number, values?: BackendValues): TensorInfo
  typedArrayFromHeap(info: TensorInfo): Float32Array | Int32Array | Uint8Array
}

/** The functions of ../assembly: addresses are bytes, sizes elements. */
export type Exports = Readonly<Record<
  | 'adam' | 'addToColumns' | 'avgPoolGrad' | 'batchNorm' | 'batchNormGrad' | 'batchNormScratch' | 'batchNormTrainGrad' | 'columnSums'
  | 'convFilterGrad' | 'convolve' | 'depthwiseFilterGrad' | 'depthwiseInputGrad' | 'fewChannelsInputGrad' | 'maxPoolGrad' | 'packFilter' | 'panelSize'
  | 'period' | 'reluGrad' | 'sumScratch' | 'tapOffsets' | 'transpose',
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

/**
 * Which of the two builds: `relaxed` for engines with relaxed SIMD (Node 22, Chrome 114 and newer), where multiply and add
 * are one instruction; `baseline` for the others.
 */
export type Build = 'relaxed' | 'baseline'

const decoded = (binary: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(binary), (char) => char.charCodeAt(0))

/** The build that this engine runs best, or the one that is asked for. */
const choose = (asked?: Build): { readonly build: Build, readonly code: Uint8Array<ArrayBuffer> } => {
  if (asked !== 'baseline') {
    const code = decoded(relaxed)
    if (asked === 'relaxed' || WebAssembly.validate(code)) return { build: 'relaxed', code }
  }
  return { build: 'baseline', code: decoded(baseline) }
}

/** Our module, working on the memory of a backend. */
export const link = async (backend: Heap, asked?: Build): Promise<{ readonly build: Build, readonly wasm: Exports }> => {
  const memory = memoryOf(backend)
  const { build, code } = choose(asked)
  try {
    const { instance } = await WebAssembly.instantiate(code, { env: { memory } })
    // The build makes the exports that the type lists.
    return { build, wasm: instance.exports as unknown as Exports }
  } catch (error) {
    const fix = build === 'relaxed' ? 'Leave the build out' : 'Use an engine with WebAssembly SIMD: Node 16.4, Chrome 91, Firefox 89, Safari 16.4 or newer'
    throw new KernelsError('engine', `WebAssembly.instantiate says ${error instanceof Error ? error.message : String(error)}`, fix)
  }
}
