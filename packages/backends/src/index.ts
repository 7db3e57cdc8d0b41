export { startBackend, startBackendE, type StartedBackend } from './choose/start-backend.js'
export {
  describeBackends,
  renderBackends,
  type BackendDescription,
  type DescribeOptions,
} from './describe/describe-backends.js'
export type { Running } from './base/backend-contract.js'
export { backendNames, type BackendName } from './base/backend-names.js'
export type { StartOptions } from './base/start-options.js'
export {
  BackendError,
  renderFailure,
  type BackendFailure,
  type Refusal,
  type RefusalCode,
} from './base/refusal.js'
export {
  registerWasmKernels,
  registerWebgpuKernels,
  wasmKernels,
  webgpuKernels,
} from './kernels/register.js'
export type { Reason, OwnKernel } from './kernels/run/define-kernel.js'
