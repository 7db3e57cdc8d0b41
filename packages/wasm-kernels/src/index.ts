export { adam } from './adam.js'
export { KernelsError, type RefusalCode } from './error.js'
export type { Build } from './module.js'
export {
  installKernels,
  kernelNames,
  uninstallKernels,
  type InstallOptions,
  type Off,
} from './install.js'
export { mostThreads, type ThreadsOption } from './threads/request.js'
export { allowThreads } from './threads/allow.js'
