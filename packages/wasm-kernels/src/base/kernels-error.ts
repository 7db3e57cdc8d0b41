/** Why the kernels cannot be installed. */
export type RefusalCode =
  | 'options' // options that there are not, or a build that there is not
  | 'backend' // TensorFlow.js's wasm backend does not run
  | 'memory' // that backend's memory is not where TensorFlow.js 4.22 has it
  | 'threads' // as many threads as asked cannot run: the backend's memory is not shared, or workers do not start
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
