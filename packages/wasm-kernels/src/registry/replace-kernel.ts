// TensorFlow.js looks up kernels by name and backend, in a registry that all backends share.
import {
  getKernel,
  registerKernel,
  unregisterKernel,
  type KernelConfig,
  type KernelFunc,
  type TensorInfo,
} from '@tensorflow/tfjs-core'
import type { FastKernel } from '../kernels/kernel.js'
import type { Link, Undo } from '../link/link.js'
import { Workspace } from '../link/workspace.js'

// The declared type leaves out that an unknown name returns undefined.
export const kernelOf = (name: string): KernelConfig | undefined => getKernel(name, 'wasm')

const listed = (results: TensorInfo | TensorInfo[]): TensorInfo[] =>
  Array.isArray(results) ? results : [results]

/** The function to register. It runs our kernel if that can do the job, else the previous one. */
const functionOf = (
  { name, plan }: FastKernel,
  link: Link,
  before: KernelFunc | undefined,
): KernelFunc =>
  Object.assign<KernelFunc, KernelFunc | undefined>((params) => {
    // A backend that was removed and created again has another memory.
    const job =
      link.on && params.backend === link.backend
        ? plan(params.inputs, params.attrs ?? {}, before)
        : undefined
    if (job === undefined) {
      if (before !== undefined) return before(params)
      throw new Error(
        `The wasm backend has no kernel ${name} for such inputs; ` +
          'startBackend() of @layersmith/backends registers a slower one that accepts more',
      )
    }
    const space = new Workspace(link)
    let results: TensorInfo[] = []
    try {
      const made = job(space)
      results = listed(made)
      return made
    } finally {
      space.close(results)
    }
    // Keeps the marks of the previous function, so that others see that theirs is in place, as
    // registerWasmKernels() of @layersmith/backends does.
  }, before)

/**
 * Registers a kernel on the wasm backend, in place of the one of the same name if there is one.
 *
 * @param onRemoval called when TensorFlow.js removes the backend
 */
export const replaceKernel = (kernel: FastKernel, link: Link, onRemoval: () => void): Undo => {
  const { name } = kernel
  const before = kernelOf(name)
  const kernelFunc = functionOf(kernel, link, before?.kernelFunc)
  // Registering over an existing kernel works too, but each one logs a warning.
  if (before !== undefined) unregisterKernel(name, 'wasm')
  registerKernel({
    ...before,
    kernelName: name,
    backendName: 'wasm',
    kernelFunc,
    disposeFunc: (backend) => {
      before?.disposeFunc?.(backend)
      onRemoval()
    },
  })
  return () => {
    // If someone has wrapped ours since, it stays and only passes calls on.
    if (kernelOf(name)?.kernelFunc !== kernelFunc) return
    unregisterKernel(name, 'wasm')
    if (before !== undefined) registerKernel(before)
  }
}
