export { adam } from './training/adam.js'
export { KernelsError, type RefusalCode } from './base/kernels-error.js'
export type { Build } from './link/instance.js'
export {
  installKernels,
  kernelNames,
  uninstallKernels,
  type InstallOptions,
  type Off,
} from './install/install.js'
export { mostThreads, type ThreadsOption } from './threads/threads-option.js'
export { allowThreads } from './threads/allow-threads.js'
