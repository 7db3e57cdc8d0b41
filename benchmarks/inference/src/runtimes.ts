/** ONNX Runtime from the folder that measure.mjs installs. */
import { createRequire } from 'node:module'
import path from 'node:path'
import type { OnnxRuntime } from '@layersmith/compile'

const runtimeNames = ['onnxruntime-web', 'onnxruntime-node'] as const
export type RuntimeName = (typeof runtimeNames)[number]

/**
 * The installed runtimes.
 * @param threads of the one on wasm, which a process can set only once
 */
export const installedRuntimes = (threads: number): ReadonlyMap<RuntimeName, OnnxRuntime> => {
  const folder = process.env['ONNX_RUNTIMES'] ?? ''
  if (folder === '') return new Map()
  return new Map(
    runtimeNames.map((name) => {
      // each with its own onnxruntime-common, or the first one would compute for both
      const load = createRequire(path.join(folder, name, 'package.json'))
      // what both packages export
      const runtime = load(name) as OnnxRuntime & { env: { wasm: { numThreads: number } } }
      runtime.env.wasm.numThreads = threads
      return [name, runtime]
    }),
  )
}

/** The options of a session on the processor. */
export const sessionOf = (name: RuntimeName, threads: number): object => ({
  executionProviders: [name === 'onnxruntime-web' ? 'wasm' : 'cpu'],
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
})
