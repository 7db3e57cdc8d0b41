// Every kernel that we put on a backend of TensorFlow.js. One line here and one file beside it is
// all a new one takes.
import { getKernel, registerKernel, unregisterKernel, type KernelFunc } from '@tensorflow/tfjs-core'
import { avgPool3DGrad, avgPoolGrad } from './pooling/avg-pool-grad.js'
import { conv2DBackpropFilter } from './convolution/conv2d-backprop-filter.js'
import { conv2DBackpropInput } from './convolution/conv2d-backprop-input.js'
import { conv3DBackpropFilter, conv3DBackpropInput } from './convolution/conv3d-backprop.js'
import { depthwiseBackpropFilter } from './convolution/depthwise-backprop-filter.js'
import { depthwiseBackpropInput } from './convolution/depthwise-backprop-input.js'
import {
  conv2D,
  depthwiseConv2D,
  fusedConv2D,
  fusedDepthwiseConv2D,
} from './convolution/same-padding.js'
import { fusedMatMul } from './tensors/fused-mat-mul.js'
import type { OwnKernel } from './run/define-kernel.js'
import { maxPool3D, maxPool3DGrad } from './pooling/max-pool-3d.js'
import { maxPoolGrad } from './pooling/max-pool-grad.js'
import { tile } from './tensors/tile.js'
import { unsortedSegmentSum } from './tensors/unsorted-segment-sum.js'

/** The kernels that {@link registerWasmKernels} registers, with the reason for each. */
export const wasmKernels: readonly OwnKernel[] = [
  conv2DBackpropFilter,
  conv2DBackpropInput,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  conv2D,
  fusedConv2D,
  depthwiseConv2D,
  fusedDepthwiseConv2D,
  fusedMatMul,
  maxPoolGrad,
  avgPoolGrad,
  tile,
  unsortedSegmentSum,
  maxPool3D,
  maxPool3DGrad,
  avgPool3DGrad,
  conv3DBackpropFilter,
  conv3DBackpropInput,
]

/** The kernels that we register on TensorFlow.js's webgpu backend, with the reason for each. */
export const webgpuKernels: readonly OwnKernel[] = [avgPoolGrad, avgPool3DGrad]

/**
 * On every function that we register, so that a second copy of this package does not wrap the first
 * one's.
 */
const ours = Symbol.for('layersmith.kernel')

const isOurs = (kernel: KernelFunc): boolean => ours in kernel

/** Registers kernels on a backend and returns the names of those that were not there yet. */
const registerOn = (backendName: string, kernels: readonly OwnKernel[]): readonly string[] =>
  kernels.flatMap(({ name, build }) => {
    // The declared type leaves out that a missing kernel gives undefined.
    const stock = getKernel(name, backendName) as ReturnType<typeof getKernel> | undefined
    if (stock !== undefined && isOurs(stock.kernelFunc)) return []
    // Registering over an existing kernel works too, with a warning each.
    if (stock !== undefined) unregisterKernel(name, backendName)
    registerKernel({
      // set-up and dispose hooks of the stock kernel, which ours may still call
      ...stock,
      kernelName: name,
      backendName,
      kernelFunc: Object.assign(build(backendName, stock?.kernelFunc), { [ours]: true }),
    })
    return [name]
  })

/**
 * Puts the missing training kernels on TensorFlow.js's wasm backend and replaces the wrong ones;
 * see `wasmKernels`.
 * A second call does nothing, and other backends are not touched. `startBackend` calls it.
 *
 * Needs the stock kernels: import `@tensorflow/tfjs-backend-wasm` first.
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

/** Whether all of them are there, in front or behind others that do not hide it. */
export const areWasmKernelsRegistered = (): boolean =>
  wasmKernels.every(({ name }) => {
    // The declared type leaves out that a missing kernel gives undefined.
    const kernel = getKernel(name, 'wasm') as ReturnType<typeof getKernel> | undefined
    return kernel !== undefined && isOurs(kernel.kernelFunc)
  })

/** The same for TensorFlow.js's webgpu backend; see `webgpuKernels`. */
export const registerWebgpuKernels = (): readonly string[] => registerOn('webgpu', webgpuKernels)
