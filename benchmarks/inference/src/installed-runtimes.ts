/** ONNX Runtime from the folder that measure.mjs installs. */
import { createRequire } from 'node:module'
import path from 'node:path'
import { type LoadRuntime, runtimeOf } from './runtimes.js'

export const installedRuntimes =
  (threads: number): LoadRuntime =>
  (name) => {
    const folder = process.env['ONNX_RUNTIMES'] ?? ''
    if (folder === '') return Promise.resolve('it is not installed')
    // each with its own onnxruntime-common, or the first one would compute for both
    const load = createRequire(path.join(folder, name, 'package.json'))
    return Promise.resolve(runtimeOf(load(name), threads))
  }
