// A GPU's device can be lost at any time: a driver restarts, a laptop sleeps, someone destroys it.
// TensorFlow.js takes no notice and goes on, with errors about buffers that name nothing.
import type { KernelBackend } from '@tensorflow/tfjs-core'
import { BackendError } from '../base/refusal.js'

/** What this file needs of TensorFlow.js's WebGPU backend. */
export interface OnDevice extends KernelBackend {
  readonly device: GPUDevice
}

/** Backends whose device is gone, and those that are being watched. */
const lost = new WeakMap<KernelBackend, BackendError>()
const watched = new WeakSet<KernelBackend>()

export const isLost = (backend: KernelBackend | undefined): boolean =>
  backend !== undefined && lost.has(backend)

/**
 * Watches the device of a backend. Once it is lost, every operation on the backend and every read
 * of its tensors
 * throws an error that says so; disposing tensors goes on to work.
 */
export const watchDevice = (backend: OnDevice): void => {
  if (watched.has(backend)) return
  watched.add(backend)

  const read = backend.read.bind(backend)
  backend.read = async (dataId) => {
    try {
      return await read(dataId)
    } catch (error) {
      // The loss is reported before the reads that it fails, so it is known here.
      throw lost.get(backend) ?? error
    }
  }
  void backend.device.lost.then(({ reason, message }) => {
    const error = new BackendError({
      code: 'lost',
      backend: 'webgpu',
      got: `its device is lost (${reason}${message === '' ? '' : `: ${message}`}), and with it every tensor that was there`,
      fix: 'Call startBackend again and build or load your models anew',
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
