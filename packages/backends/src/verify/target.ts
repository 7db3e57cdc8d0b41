import type { DataId, KernelBackend } from '@tensorflow/tfjs-core'
import type { BackendName } from '../base/backend-names.js'

/** A backend to switch TensorFlow.js to. */
export interface Target {
  readonly backend: BackendName
  /** The name under which it is registered with TensorFlow.js. */
  readonly tfName: string
  /**
   * Whether an object that holds a tensor's data is this backend, and whether the data is where the
   * backend computes.
   */
  readonly owns: (holder: KernelBackend, data: DataId) => boolean
  /** What to do when TensorFlow.js cannot initialize it. */
  readonly fix: string
}

/**
 * Whether a backend is an instance of a class, or of a copy of that class from a second
 * installation of the same package.
 */
export const isInstanceOf = (
  holder: KernelBackend,
  backend: { readonly name: string; readonly prototype: KernelBackend },
): boolean =>
  Object.prototype.isPrototypeOf.call(backend.prototype, holder) ||
  holder.constructor.name === backend.name
