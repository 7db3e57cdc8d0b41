import type { KernelFunc } from '@tensorflow/tfjs-core'
import type { Reason } from '../../base/kernel-reason.js'

/** A kernel that we register on one of TensorFlow.js's backends. */
export interface OwnKernel {
  /** TensorFlow.js's name for the kernel. */
  readonly name: string
  readonly reason: Reason
  /** One sentence: what a user would run into without it. */
  readonly because: string
  /**
   * Makes the function to register on the backend of that name. It may hand work on to the stock
   * kernel.
   */
  readonly build: (backendName: string, stock: KernelFunc | undefined) => KernelFunc
}
