// Runs bundled in a browser: starts every backend that browsers have, trains on it, and sends back
// what it found. On a cross-origin isolated page it does so with wasm on several threads.
import * as tf from '@tensorflow/tfjs'
import { describeBackends, startBackend } from '@layersmith/backends'
import { installKernels } from '@layersmith/wasm-kernels'

const wasmDir = '/wasm'

const kernelInitializer = () => tf.initializers.glorotUniform({ seed: 3 })

const train = async (batch = 16, side = 12) => {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [side, side, 1],
        filters: 8,
        kernelSize: 3,
        activation: 'relu',
        kernelInitializer: kernelInitializer(),
      }),
      tf.layers.batchNormalization(),
      tf.layers.averagePooling2d({ poolSize: 2, padding: 'same' }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 3, activation: 'softmax', kernelInitializer: kernelInitializer() }),
    ],
  })
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' })
  const x = tf.randomNormal([batch, side, side, 1], 0, 1, 'float32', 7)
  const y = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: batch }, (_, i) => i % 3),
      'int32',
    ),
    3,
  )
  const first = await model.trainOnBatch(x, y)
  const held = tf.memory().numTensors
  let last = first
  for (let step = 0; step < 20; step++) last = await model.trainOnBatch(x, y)
  const left = tf.memory().numTensors - held
  model.dispose()
  tf.dispose([x, y])
  return { first, last, left }
}

/**
 * Reads the same numbers with await and synchronously: are they right, or what does the error say?
 */
const read = async () => {
  const products = [0, 1].map(() =>
    tf.tidy(() => tf.matMul(tf.fill([40, 1], 1.5), tf.fill([1, 40], 2))),
  )
  const awaited = [...(await products[0].data())]
  let atOnce
  try {
    atOnce = [...products[1].dataSync()]
  } catch ({ message }) {
    atOnce = message
  }
  tf.dispose(products)
  return {
    right: awaited.every((value) => value === 3),
    atOnce: typeof atOnce === 'string' ? atOnce : atOnce.every((value) => value === 3),
  }
}

const everyBackend = async () => {
  const found = {
    unasked: await startBackend({ wasmDir }),
    described: await describeBackends({ wasmDir }),
    trained: {},
  }
  found.threads = await startBackend({ require: 'wasm', wasmDir, threads: 2 }).catch(
    ({ failure }) => failure,
  )
  for (const name of ['webgpu', 'wasm', 'webgl', 'cpu']) {
    const running = await startBackend({ require: name, wasmDir }).catch(({ message }) => message)
    found.trained[name] =
      typeof running === 'string' ? running : { ...running, ...(await train()), read: await read() }
  }
  return found
}

/** Without startBackend, on what TensorFlow.js starts by itself. XNNPACK then has threads too. */
const onStock = async () => {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
  setWasmPaths(`${wasmDir}/`)
  await tf.setBackend('wasm')
  const off = await installKernels({ threads: 2 })
  const result = {
    threads: off.threads,
    threadsBecause: 'stock',
    fastKernels: { on: true },
    ...(await train(64, 30)),
  }
  off()
  const { factory, priority } = tf.engine().registryFactory['wasm']
  tf.removeBackend('wasm')
  tf.registerBackend('wasm', factory, priority)
  return result
}

/** The same training on each number of threads in `asked`. */
const onThreads = async (asked) => {
  const found = [await onStock()]
  for (const threads of asked) {
    const running = await startBackend({ require: 'wasm', wasmDir, threads }).catch(
      ({ message }) => message,
    )
    found.push(typeof running === 'string' ? running : { ...running, ...(await train(64, 30)) })
  }
  return found
}

const found = globalThis.crossOriginIsolated
  ? await onThreads([2, 1, 3, 'auto'])
  : await everyBackend()
await fetch('/found', { method: 'POST', body: JSON.stringify(found) })
