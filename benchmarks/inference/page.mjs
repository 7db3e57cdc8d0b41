// Started by dist/main.js for `--browser`, with ONNX Runtime where measure.mjs has installed it.
import path from 'node:path'
import { servePage } from '../shared/chromium.mjs'

const runtimes = process.env.ONNX_RUNTIMES ?? ''
const name = 'onnxruntime-web'
servePage(
  'inference',
  runtimes === '' ? [] : [path.join(runtimes, name, 'node_modules', name, 'dist')],
)
