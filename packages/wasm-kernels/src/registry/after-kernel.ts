import {
  registerKernel,
  unregisterKernel,
  type KernelFunc,
  type NamedAttrMap,
} from '@tensorflow/tfjs-core'
import type { Undo } from '../link/link.js'
import { kernelOf } from './replace-kernel.js'

/**
 * Calls a function each time that a kernel of the wasm backend has run, with what the kernel was
 * told.
 */
export const afterKernel = (name: string, ran: (attrs: NamedAttrMap) => void): Undo => {
  const before = kernelOf(name)
  if (before === undefined) return () => undefined
  // Keeps the marks of the previous function, as replaceKernel does.
  const kernelFunc = Object.assign<KernelFunc, KernelFunc>((params) => {
    const results = before.kernelFunc(params)
    ran(params.attrs ?? {})
    return results
  }, before.kernelFunc)
  // Registering over an existing kernel works too, but each one logs a warning.
  unregisterKernel(name, 'wasm')
  registerKernel({ ...before, kernelFunc })
  return () => {
    // If someone has wrapped ours since, it stays and only passes calls on.
    if (kernelOf(name)?.kernelFunc !== kernelFunc) return
    unregisterKernel(name, 'wasm')
    registerKernel(before)
  }
}
