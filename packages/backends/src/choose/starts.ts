import { startCpu } from '../tfjs-backends/cpu.js'
import { startTfjsNodeGpu } from '../tfjs-backends/tfjs-node-gpu.js'
import { startTfjsNode } from '../tfjs-backends/tfjs-node.js'
import { startWasm } from '../tfjs-backends/wasm.js'
import { startWebgl } from '../tfjs-backends/webgl.js'
import { startWebgpu } from '../tfjs-backends/webgpu.js'
import type { Start } from '../base/backend-contract.js'
import type { BackendName } from '../base/backend-names.js'

/** How each backend starts. */
export type Starts = { readonly [Name in BackendName]: Start }

export const starts: Starts = {
  'node-gpu': startTfjsNodeGpu,
  webgpu: startWebgpu,
  wasm: startWasm,
  node: startTfjsNode,
  webgl: startWebgl,
  cpu: startCpu,
}
