export { adam } from './adam.js'
export { KernelsError, type RefusalCode } from './error.js'
export { installKernels, kernelNames, type Off } from './install.js'
