export { adam } from './adam.js'
export { KernelsError, type RefusalCode } from './error.js'
export type { Build } from './heap.js'
export { installKernels, kernelNames, uninstallKernels, type InstallOptions, type Off } from './install.js'
