import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { Workspace } from '../link/workspace.js'

/** Computes the results, once the kernel has accepted the inputs. */
export type Job = (space: Workspace) => TensorInfo | TensorInfo[]

/** A kernel of TensorFlow.js's wasm backend that our module computes. */
export interface FastKernel {
  /** TensorFlow.js's name of the kernel. */
  readonly name: string
  /**
   * The job for these inputs, or undefined if this kernel cannot do it. Then `before`, the kernel
   * that was registered before, does it.
   */
  readonly plan: (inputs: object, attrs: object, before: KernelFunc | undefined) => Job | undefined
}

/** Inputs by name. */
export type Given<Names extends string> = Readonly<Record<Names, TensorInfo>>

/** Defines a kernel by the inputs and attributes that TensorFlow.js promises to call it with. */
export const defineKernel = <Inputs extends object, Attrs extends object>(
  name: string,
  plan: (inputs: Inputs, attrs: Attrs, before: KernelFunc | undefined) => Job | undefined,
): FastKernel => ({
  name,
  // The registry calls a kernel with the inputs and attributes that belong to its name.
  plan: (inputs, attrs, before) => plan(inputs as Inputs, attrs as Attrs, before),
})

/** ELEMENTS of ../../assembly/base/memory.ts. */
export const elementsOfUnit = 1024
