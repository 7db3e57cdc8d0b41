/** ONNX Runtime, wherever it is. */
import type { OnnxRuntime } from '@layersmith/compile'

export const runtimeNames = ['onnxruntime-web', 'onnxruntime-node'] as const
export type RuntimeName = (typeof runtimeNames)[number]

/** How a process or a page gets a runtime; what it says instead is why there is none. */
export type LoadRuntime = (name: RuntimeName) => Promise<OnnxRuntime | string>

/**
 * What a package of ONNX Runtime exports.
 * @param threads of its wasm, which a process or a page can set only once
 */
export const runtimeOf = (loaded: unknown, threads: number): OnnxRuntime => {
  // what all its packages export
  const runtime = loaded as OnnxRuntime & { env: { wasm: { numThreads: number } } }
  runtime.env.wasm.numThreads = threads
  return runtime
}

/** The options of a session on the processor. */
export const sessionOf = (name: RuntimeName, threads: number): object => ({
  executionProviders: [name === 'onnxruntime-web' ? 'wasm' : 'cpu'],
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
})
