import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { Workspace } from '../link/workspace.js'

/** What a kernel computes, once it is known that it can. */
export type Job = (space: Workspace) => TensorInfo | TensorInfo[]

/** A kernel of TensorFlow.js's wasm backend that is done by our module. */
export interface FastKernel {
  /** TensorFlow.js's name of the kernel. */
  readonly name: string
  /**
   * The job for these inputs, or undefined where this kernel cannot do it: then the one that was
   * registered before does. `before` is that one.
   */
  readonly plan: (inputs: object, attrs: object, before: KernelFunc | undefined) => Job | undefined
}

/** Inputs by name. */
export type Given<Names extends string> = Readonly<Record<Names, TensorInfo>>

/** Defines a kernel by what TensorFlow.js promises to call it with. */
export const defineKernel = <Inputs extends object, Attrs extends object>(
  name: string,
  plan: (inputs: Inputs, attrs: Attrs, before: KernelFunc | undefined) => Job | undefined,
): FastKernel => ({
  name,
  // The registry calls a kernel with the inputs and attributes of its name.
  plan: (inputs, attrs, before) => plan(inputs as Inputs, attrs as Attrs, before),
})

/** ELEMENTS of ../../assembly/base/memory.ts. */
export const elementsOfUnit = 1024
