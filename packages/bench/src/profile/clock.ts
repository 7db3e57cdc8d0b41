/** Clocks that show how long a few kernels take, where there are any. */
import type { StartedBackend } from '@layersmith/backends'
import * as tf from '@tensorflow/tfjs'

/** Milliseconds that a computation takes; it disposes of its results itself. */
export type Clock = (compute: () => void) => number | Promise<number>

/** TensorFlow.js computes to the end before it returns. */
const stopwatch: Clock = (compute) => {
  const since = performance.now()
  compute()
  return performance.now() - since
}

/** What the timestamps of the GPU say, without the time between kernels. */
const timestamps: Clock = async (compute) => {
  const { kernelMs } = await tf.time(compute)
  if (typeof kernelMs !== 'number')
    throw new Error(`profile: the backend reports ${JSON.stringify(kernelMs)} for its kernels`)
  return kernelMs
}

/** What the clock of a backend means, in words. */
export interface ClockFound {
  readonly clock: Clock
  readonly means: string
}

/**
 * The clock of a backend.
 * @throws Error if there is none that is honest
 */
export const clockOf = ({ backend, deviceName }: StartedBackend): ClockFound => {
  switch (backend) {
    case 'wasm':
    case 'cpu':
    case 'node':
      return { clock: stopwatch, means: 'from call to return' }
    case 'webgpu':
      if (hasTimestamps())
        return {
          clock: timestamps,
          means: 'by timestamps of the GPU, without gaps between kernels',
        }
      throw new Error(
        `profile: expected timestamp queries on webgpu, but '${deviceName}' has none; ` +
          "profile on wasm instead: await startBackend({ require: 'wasm' })",
      )
    case 'webgl':
    case 'node-gpu':
      throw new Error(
        `profile: ${backend} goes on computing after a call returns, and has no clock for one ` +
          "layer; profile on wasm instead: await startBackend({ require: 'wasm' })",
      )
    default:
      return backend satisfies never
  }
}

const hasTimestamps = (): boolean => {
  // TensorFlow.js asks for the feature if the adapter has it, and types no part of this
  const { backend } = tf.engine() as unknown as {
    readonly backend: { readonly device?: { readonly features: { has(name: string): boolean } } }
  }
  return backend.device?.features.has('timestamp-query') === true
}
