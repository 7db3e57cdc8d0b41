import {
  type BackendName,
  startBackend,
  type StartedBackend,
  type StartOptions,
} from '@layersmith/backends'
import * as tf from '@tensorflow/tfjs'

/** The names of TensorFlow.js's backends here; tfjs-node has one for two packages. */
const names: Readonly<Record<string, readonly BackendName[]>> = {
  tensorflow: ['node', 'node-gpu'],
  wasm: ['wasm'],
  webgpu: ['webgpu'],
  webgl: ['webgl'],
  cpu: ['cpu'],
}

/** Starts and verifies the backend in use; the best one that starts, if there is none. */
export const startBackendInUse = async (
  start: Omit<StartOptions, 'prefer' | 'require'> = {},
): Promise<StartedBackend> => {
  // asked through the engine: tf.getBackend() would start one
  const inUse = tf.engine().backendName
  const [first, ...others] = names[inUse ?? ''] ?? []
  if (first === undefined) return startBackend(start)
  try {
    return await startBackend({ ...start, require: first })
  } catch (error) {
    const [other] = others
    if (other === undefined) throw error
    return startBackend({ ...start, require: other })
  }
}
