// Kernels and gradients of TensorFlow.js are replaced by name, in registries that all backends
// share.
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

// The declared types leave out that an unknown name gives undefined.
const kernelOf = (name: string): KernelConfig | undefined => getKernel(name, 'wasm')

const listed = (results: TensorInfo | TensorInfo[]): TensorInfo[] =>
  Array.isArray(results) ? results : [results]

/** The function that is registered: ours where it can, the one from before elsewhere. */
const functionOf = (
  { name, plan }: FastKernel,
  link: Link,
  before: KernelFunc | undefined,
): KernelFunc =>
  Object.assign<KernelFunc, KernelFunc | undefined>((params) => {
    // A backend that was removed and made anew has another memory.
    const job =
      link.on && params.backend === link.backend
        ? plan(params.inputs, params.attrs ?? {}, before)
        : undefined
    if (job === undefined) {
      if (before !== undefined) return before(params)
      throw new Error(
        `The wasm backend has no kernel ${name} for such inputs; startBackend() of @layersmith/backends registers a slower one that takes more`,
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
    // By a mark on the function others know that theirs is in place, as registerWasmKernels() of
    // @layersmith/backends does.
  }, before)

/**
 * Puts a kernel in the place of the one that the wasm backend has under its name, if it has one.
 *
 * @param onRemoval called when TensorFlow.js removes the backend
 */
export const replaceKernel = (kernel: FastKernel, link: Link, onRemoval: () => void): Undo => {
  const { name } = kernel
  const before = kernelOf(name)
  const kernelFunc = functionOf(kernel, link, before?.kernelFunc)
  // Registering over an existing kernel works too, with a warning each.
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
    // Somebody may have wrapped ours since: it stays then, and only hands on.
    if (kernelOf(name)?.kernelFunc !== kernelFunc) return
    unregisterKernel(name, 'wasm')
    if (before !== undefined) registerKernel(before)
  }
}
