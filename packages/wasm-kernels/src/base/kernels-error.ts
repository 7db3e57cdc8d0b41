/** Why the kernels cannot be installed. */
export type RefusalCode =
  /** An unknown option, an unknown build, or another build than the one that is running. */
  | 'options'
  /** TensorFlow.js's wasm backend is not running. */
  | 'backend'
  /** The backend's memory is not where TensorFlow.js 4.22 keeps it. */
  | 'memory'
  /** Too many threads: the backend's memory is not shared, or workers do not start. */
  | 'threads'
  /** This engine cannot run the kernels: it has no SIMD. */
  | 'engine'

/** What `installKernels` throws, leaving everything unchanged. */
export class KernelsError extends Error {
  override readonly name = 'KernelsError'
  readonly code: RefusalCode

  constructor(code: RefusalCode, got: string, fix: string) {
    super(`The wasm training kernels were not installed: ${got}. ${fix}.`)
    this.code = code
  }
}
