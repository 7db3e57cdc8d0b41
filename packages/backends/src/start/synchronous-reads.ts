// Reading a tensor from a GPU without waiting. TensorFlow.js's WebGPU backend does it through a
// canvas of the browser: Node has none, and Chromium's GPU process ends over it where the GPU is
// emulated (seen with 156 on SwiftShader).
import type { KernelBackend } from '@tensorflow/tfjs-core'
import { BackendError } from '../base/refusal.js'

const impossible = new BackendError({
  code: 'read-at-once',
  backend: 'webgpu',
  got: 'a tensor on the GPU cannot be read at once in Node or on an emulated GPU (dataSync, arraySync, and the use of it on another backend)',
  fix: 'Use await tensor.data() or await tensor.array()',
})

/**
 * What is used of TensorFlow.js's WebGPU backend: which values are at hand, and what holds them on
 * the device.
 */
export interface Holding extends KernelBackend {
  readonly tensorMap: {
    readonly get: (
      dataId: object,
    ) =>
      | { readonly values?: unknown; readonly dtype?: string; readonly resource?: unknown }
      | undefined
  }
}

const guarded = new WeakSet<KernelBackend>()

/** Makes reading at once an error that says what to do instead, where it is impossible. */
export const guardReading = (backend: Holding, software: boolean): void => {
  if (guarded.has(backend) || (typeof OffscreenCanvas !== 'undefined' && !software)) return
  guarded.add(backend)
  const readSync = backend.readSync.bind(backend)
  backend.readSync = (dataId) => {
    const held = backend.tensorMap.get(dataId)
    const atHand =
      held === undefined ||
      (held.values !== undefined && held.values !== null) ||
      held.dtype === 'string'
    if (!atHand) throw impossible
    return readSync(dataId)
  }
}
