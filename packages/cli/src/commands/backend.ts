// The backend on which a command computes.
import type { BackendName } from '@layersmith/backends'
import { choice } from './command.js'

export const backends = [
  'node-gpu',
  'webgpu',
  'wasm',
  'node',
  'cpu',
] as const satisfies readonly BackendName[]

export const backendOption = choice(backends, 'where to compute; wasm by default')

/** Starts the requested backend. */
export const start = async (backend: BackendName | undefined): Promise<void> => {
  const { startBackend } = await import('@layersmith/backends')
  await startBackend(backend === undefined ? { prefer: 'wasm' } : { require: backend })
}
