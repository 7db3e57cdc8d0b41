export { startBackend, startBackendE, type StartedBackend } from './start.js'
export {
  describeBackends,
  renderBackends,
  type BackendDescription,
  type DescribeOptions,
} from './describe.js'
export type { Running } from './backend.js'
export { backendNames, type BackendName } from './names.js'
export type { StartOptions } from './options.js'
export {
  BackendError,
  renderFailure,
  type BackendFailure,
  type Refusal,
  type RefusalCode,
} from './refusal.js'
export {
  registerWasmKernels,
  registerWebgpuKernels,
  wasmKernels,
  webgpuKernels,
} from './kernels/index.js'
export type { Reason, OwnKernel } from './kernels/kernel.js'
