import { engine } from '@tensorflow/tfjs-core'
import { KernelsError } from './error.js'
import { replaceGradients } from './gradients.js'
import { link, type Build, type Heap } from './heap.js'
import type { FastKernel } from './kernel.js'
import { adamStep } from './kernels/adam.js'
import { add } from './kernels/add.js'
import { batchNorm, batchNormGrad, batchNormTrainGrad } from './kernels/batch-norm.js'
import { conv2D, convFilterGrad, convInputGrad, fusedConv2D } from './kernels/convolution.js'
import { gather, slice } from './kernels/copies.js'
import { depthwiseFilterGrad, depthwiseInputGrad } from './kernels/depthwise.js'
import { identity } from './kernels/identity.js'
import { matMul } from './kernels/mat-mul.js'
import { avgPoolGrad, maxPoolGrad } from './kernels/pooling.js'
import { mean, sum } from './kernels/reduction.js'
import { reluGrad } from './kernels/relu.js'
import { replaceBatchNormalization } from './layer.js'
import type { Link } from './link.js'
import { replaceKernel } from './register.js'

const kernels: readonly FastKernel[] = [
  conv2D, fusedConv2D, convFilterGrad, convInputGrad, depthwiseFilterGrad, depthwiseInputGrad, maxPoolGrad, avgPoolGrad,
  batchNorm, batchNormTrainGrad, batchNormGrad, reluGrad, add, sum, mean, matMul, identity, gather, slice, adamStep,
]

/** TensorFlow.js's names of the kernels that are put in place, and those of our own. */
export const kernelNames: readonly string[] = kernels.map(({ name }) => name)

/** Switches the kernels off: TensorFlow.js is as it was before. A second call does nothing. */
export interface Off {
  (): void
  /** What runs: the build with relaxed SIMD, or the one without. */
  readonly build: Build
}

export interface InstallOptions {
  /**
   * `relaxed` multiplies and adds in one instruction, rounding as the processor does; `baseline` rounds twice, with equal
   * results on every processor. Default: relaxed where the engine has it.
   */
  readonly build?: Build
}

/** What is installed, by backend: one that was removed and made anew is another. */
const installed = new WeakMap<Heap, Promise<Off>>()

const install = async (backend: Heap, asked: Build | undefined): Promise<Off> => {
  const { build, wasm } = await link(backend, asked)
  const connection: Link = { backend, wasm, on: true }
  const off: Off = Object.assign(() => {
    if (!connection.on) return
    connection.on = false
    installed.delete(backend)
    for (const step of undo.reverse()) step()
  }, { build })
  // Nothing of ours holds on to the memory of a backend that is gone.
  const undo = [...kernels.map((kernel) => replaceKernel(kernel, connection, off)), ...replaceGradients(connection), replaceBatchNormalization(connection)]
  return off
}

// Registered under this name is the wasm backend.
const current = (): Heap | undefined => engine().registry['wasm'] as Heap | undefined

/**
 * Puts our kernels on TensorFlow.js's running wasm backend: convolutions, their gradients, those of depthwise ones and of
 * pooling, batch normalisation, sums, products with transposed matrices, and the step of {@link adam}. Whatever a kernel
 * cannot do (another data type, channels first) is done by the one that was registered before. Other backends compute as
 * before. A second call gives the same function, whatever it asks for. When TensorFlow.js removes the backend, they are switched off.
 *
 * Call it after `tf.setBackend('wasm')`, with `@tensorflow/tfjs-layers` (part of `@tensorflow/tfjs`) imported.
 *
 * @returns a function that switches the kernels off, and says which build runs
 * @throws KernelsError where they cannot run: the backend is another one, runs on threads or is of an unknown version, or
 * the engine has no SIMD. Nothing has changed then.
 *
 * @example
 * import { startBackend } from '@layersmith/backends'
 * import { installKernels } from '@layersmith/wasm-kernels'
 *
 * await startBackend({ require: 'wasm' }) // or setWasmPaths and tf.setBackend('wasm')
 * const off = await installKernels()
 * off.build // 'relaxed' in Node 22 and newer, 'baseline' in Node 20
 * off() // training goes on with the kernels from before
 */
export const installKernels = async ({ build }: InstallOptions = {}): Promise<Off> => {
  const backend = current()
  if (backend === undefined) throw new KernelsError('backend', 'the wasm backend does not run', "Call tf.setBackend('wasm') first and wait for it")
  const running = installed.get(backend) ?? install(backend, build)
  installed.set(backend, running)
  try {
    return await running
  } catch (error) {
    installed.delete(backend)
    throw error
  }
}

/** Switches the kernels off wherever they were installed, like the function that `installKernels` gave. */
export const uninstallKernels = async (): Promise<void> => {
  const backend = current()
  const off = backend === undefined ? undefined : await installed.get(backend)
  off?.()
}
