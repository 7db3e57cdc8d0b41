// Reading a tensor from a GPU without waiting. TensorFlow.js's WebGPU backend does it through a
// browser's canvas. Node.js has none, and on an emulated GPU it crashes Chromium's GPU process
// (seen with Chromium 156 on SwiftShader).
import type { KernelBackend } from '@tensorflow/tfjs-core'
import { BackendError } from '../base/backend-error.js'

const impossible = new BackendError({
  code: 'read-at-once',
  backend: 'webgpu',
  got:
    'a tensor on the GPU cannot be read synchronously in Node.js or on an emulated GPU ' +
    '(dataSync, arraySync, or using the tensor on another backend)',
  fix: 'Use await tensor.data() or await tensor.array()',
})

/**
 * The part of TensorFlow.js's WebGPU backend that says which values are at hand, and what holds
 * them on the device.
 */
export interface HasTensorMap extends KernelBackend {
  readonly tensorMap: {
    readonly get: (
      dataId: object,
    ) =>
      | { readonly values?: unknown; readonly dtype?: string; readonly resource?: unknown }
      | undefined
  }
}

const guarded = new WeakSet<KernelBackend>()

/**
 * Where synchronous reads are impossible, makes them throw an error that says what to do instead.
 */
export const guardSynchronousReads = (backend: HasTensorMap, software: boolean): void => {
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
