// Runs bundled in a browser, without TensorFlow.js: a compiled net from its file, in the page and
// in a worker, which send back what they compute.
/* global self, Worker */
import { loadCompiled } from '@layersmith/compile/runtime'
import file from '../../../../.cache/browser/net.lsmc'

const computed = async () => {
  const run = await loadCompiled(file)
  return [...run(Float32Array.from({ length: 2 * 300 }, (_, i) => Math.sin(i)))]
}

if (typeof document === 'undefined') self.postMessage(await computed())
else {
  const worker = new Worker('compiled.js', { type: 'module' })
  const inWorker = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data)
    worker.onerror = ({ message }) => reject(new Error(message))
  })
  const found = { page: await computed(), worker: await inWorker }
  await fetch('/found', { method: 'POST', body: JSON.stringify(found) })
}
