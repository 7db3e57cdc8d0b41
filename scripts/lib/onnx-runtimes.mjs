// Both runtimes of ONNX from npm. They take hundreds of megabytes, so they are installed outside
// the project. Each has its own folder: with a common onnxruntime-common, the runtime that is
// loaded first would compute for both.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { at, run } from './run.mjs'

export const runtimes = { 'onnxruntime-node': '1.30.0', 'onnxruntime-web': '1.30.0' }

/**
 * Installs them and returns the folder that has one of each name. The install script of
 * onnxruntime-node only fetches what NVIDIA's cards need.
 */
export async function onnxRuntimes() {
  const folder = at('.cache', 'onnx', 'runtimes')
  for (const [name, version] of Object.entries(runtimes)) {
    const app = path.join(folder, name)
    mkdirSync(app, { recursive: true })
    const manifest = JSON.stringify({ private: true, dependencies: { [name]: version } })
    writeFileSync(path.join(app, 'package.json'), manifest)
    await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: app,
      shell: process.platform === 'win32',
    })
  }
  return folder
}
