// A GPU's device can be lost at any time: a driver restarts, a laptop sleeps, someone destroys it.
// TensorFlow.js does not notice and goes on, with errors about unnamed buffers.
import type { KernelBackend } from '@tensorflow/tfjs-core'
import { BackendError } from '../base/backend-error.js'

/** The part of TensorFlow.js's WebGPU backend that this file uses. */
export interface HasDevice extends KernelBackend {
  readonly device: GPUDevice
}

/** The backends whose device is gone, and those that are being watched. */
const lost = new WeakMap<KernelBackend, BackendError>()
const watched = new WeakSet<KernelBackend>()

export const isLost = (backend: KernelBackend | undefined): boolean =>
  backend !== undefined && lost.has(backend)

/**
 * Watches the device of a backend. Once the device is lost, every operation on the backend and
 * every read of its tensors throws an error that says so. Disposing of tensors still works.
 */
export const watchDevice = (backend: HasDevice): void => {
  if (watched.has(backend)) return
  watched.add(backend)

  const read = backend.read.bind(backend)
  backend.read = async (dataId) => {
    try {
      return await read(dataId)
    } catch (error) {
      // The loss is reported before the reads that fail because of it, so it is known by now.
      throw lost.get(backend) ?? error
    }
  }
  void backend.device.lost.then(({ reason, message }) => {
    const why = message === '' ? reason : `${reason}: ${message}`
    const error = new BackendError({
      code: 'lost',
      backend: 'webgpu',
      got: `its device is lost (${why}), along with every tensor on it`,
      fix: 'Call startBackend again and rebuild or reload your models',
    })
    lost.set(backend, error)
    const fail = (): never => {
      throw error
    }
    // Every operation makes its result with write or move.
    Object.assign(backend, {
      write: fail,
      move: fail,
      readSync: fail,
      read: () => Promise.reject(error),
    })
  })
}
