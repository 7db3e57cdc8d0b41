export { adam } from './adam.js'
export { KernelsError, type RefusalCode } from './error.js'
export { installKernels, kernelNames, uninstallKernels, type Off } from './install.js'
