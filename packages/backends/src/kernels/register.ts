import { getKernel, registerKernel, unregisterKernel, type KernelFunc } from '@tensorflow/tfjs-core'
import { wasmKernels, webgpuKernels } from './all.js'
import type { OwnKernel } from './run/own-kernel.js'

/**
 * Marks every function that we register, so that a second copy of this package does not wrap those
 * of the first.
 */
const ours = Symbol.for('layersmith.kernel')

const isOurs = (kernel: KernelFunc): boolean => ours in kernel

/** Registers kernels on a backend and returns the names of those that were not there yet. */
const registerOn = (backendName: string, kernels: readonly OwnKernel[]): readonly string[] =>
  kernels.flatMap(({ name, build }) => {
    // A missing kernel gives undefined, which the declared type leaves out.
    const stock = getKernel(name, backendName) as ReturnType<typeof getKernel> | undefined
    if (stock !== undefined && isOurs(stock.kernelFunc)) return []
    // Registering over an existing kernel works too, but prints a warning each time.
    if (stock !== undefined) unregisterKernel(name, backendName)
    registerKernel({
      // setup and dispose hooks of the stock kernel, which ours may still call
      ...stock,
      kernelName: name,
      backendName,
      kernelFunc: Object.assign(build(backendName, stock?.kernelFunc), { [ours]: true }),
    })
    return [name]
  })

/**
 * Adds the missing training kernels to TensorFlow.js's wasm backend and replaces the wrong and the
 * slow ones; see `wasmKernels`. A second call does nothing, and other backends are not touched.
 * `startBackend` calls it.
 *
 * It needs the stock kernels: import `@tensorflow/tfjs-backend-wasm` first.
 *
 * @returns the names of the kernels that this call registered
 *
 * @example
 * import '@tensorflow/tfjs-backend-wasm'
 * import { registerWasmKernels } from '@layersmith/backends'
 *
 * registerWasmKernels()
 * registerWasmKernels() // [], nothing is left to register
 */
export const registerWasmKernels = (): readonly string[] => registerOn('wasm', wasmKernels)

/** Whether all of them are registered. Others may be in front, if they keep the mark. */
export const areWasmKernelsRegistered = (): boolean =>
  wasmKernels.every(({ name }) => {
    // A missing kernel gives undefined, which the declared type leaves out.
    const kernel = getKernel(name, 'wasm') as ReturnType<typeof getKernel> | undefined
    return kernel !== undefined && isOurs(kernel.kernelFunc)
  })

/** The same for TensorFlow.js's webgpu backend; see `webgpuKernels`. */
export const registerWebgpuKernels = (): readonly string[] => registerOn('webgpu', webgpuKernels)
