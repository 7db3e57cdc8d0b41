// Starts workers in Node and in browsers.
import { workerCode } from './worker-code.js'

export interface Spawned {
  terminate(): unknown
}

type Tell = (said: { readonly ready: true } | { readonly failed: unknown }) => void

/** Undefined outside Node. An import would break bundles for browsers. */
const ofNode = () => {
  // The declared type claims that there is always a process with all of Node's functions.
  const node = (globalThis as { process?: Partial<typeof process> }).process
  return node?.getBuiltinModule?.('node:worker_threads')
}

/** Starts a worker. Once it is ready, it does not keep a process running. */
const start = (tell: Tell): Spawned & { postMessage(task: unknown): void } => {
  const node = ofNode()
  if (node !== undefined) {
    const worker = new node.Worker(workerCode, { eval: true, name: 'layersmith' })
    worker.once('message', () => {
      worker.unref()
      tell({ ready: true })
    })
    worker.once('error', (failed) => tell({ failed }))
    worker.once('exit', (code) => tell({ failed: `it ended with ${code}` }))
    return worker
  }
  const address = URL.createObjectURL(new Blob([workerCode], { type: 'text/javascript' }))
  const worker = new Worker(address, { name: 'layersmith' })
  worker.onmessage = () => {
    URL.revokeObjectURL(address)
    tell({ ready: true })
  }
  // The event has no message on a page whose policy forbids workers from blobs.
  worker.onerror = (event) =>
    tell({ failed: event.message ?? 'the page does not allow workers from blobs' })
  return worker
}

/**
 * Resolves to a worker that is ready for jobs. Rejects if it cannot start.
 *
 * @param task what it works with: the modules, the memory, the names of the kernels, the block of
 *   block-layout.ts, its patience and its number
 * @param onFailure called if it fails or ends later on
 */
export const spawn = (task: unknown, onFailure: (failed: unknown) => void): Promise<Spawned> =>
  new Promise((resolve, reject) => {
    let ready = false
    const worker = start((said) => {
      if ('ready' in said) {
        ready = true
        resolve(worker)
      } else if (ready) {
        onFailure(said.failed)
      } else {
        reject(said.failed instanceof Error ? said.failed : new Error(String(said.failed)))
      }
    })
    try {
      worker.postMessage(task)
    } catch (error) {
      // The task cannot be sent.
      worker.terminate()
      throw error
    }
  })
