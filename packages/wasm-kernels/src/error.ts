/** Why the kernels cannot be installed. */
export type RefusalCode =
  | 'backend' // TensorFlow.js's wasm backend does not run
  | 'memory' // that backend's memory is not where TensorFlow.js 4.22 has it
  | 'threads' // that backend runs on threads and shares its memory, which these kernels do not yet
  | 'engine' // this engine cannot run the kernels: it has no SIMD

/** What `installKernels` throws; nothing has changed then. */
export class KernelsError extends Error {
  override readonly name = 'KernelsError'
  readonly code: RefusalCode

  constructor(code: RefusalCode, got: string, fix: string) {
    super(`The wasm training kernels were not installed: ${got}. ${fix}.`)
    this.code = code
  }
}
