import { startCpu } from '../backends/cpu.js'
import { startTfjsNodeGpu } from '../backends/tfjs-node-gpu.js'
import { startTfjsNode } from '../backends/tfjs-node.js'
import { startWasm } from '../backends/wasm.js'
import { startWebgl } from '../backends/webgl.js'
import { startWebgpu } from '../backends/webgpu.js'
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
