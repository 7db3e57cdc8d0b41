// A training in a process of its own, on the built packages, until somebody kills it. Takes the
// backend, the optimizer and a folder for checkpoints ("none" for none); writes the number of each
// epoch when it is done and saved, and at the end everything that the training has made.
import { startBackend } from '@layersmith/backends'
import { block, input } from '@layersmith/core'
import { callbacks, resume, toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'

const [backend, optimizer, folder] = process.argv.slice(2)
tf.env().set('IS_TEST', true) // it is quiet then
await startBackend({ require: backend })
const optimizers = {
  adam: () => tf.train.adam(0.02),
  momentum: () => tf.train.momentum(0.05, 0.9),
  rmsprop: () => tf.train.rmsprop(0.01, 0.9, 0.5),
}
const net = input([6, 6, 2])
  .conv(4, 3)
  .bn()
  .relu()
  .flatten()
  .dropout(0.4)
  .outputs({ size: block().dense(1), kind: block().dense(3, { activation: 'softmax' }) })
const built = toModel(net, { seed: 7 })
const loss = { size: 'meanSquaredError', kind: 'sparseCategoricalCrossentropy' }
built.model.compile({ optimizer: optimizers[optimizer](), loss, metrics: { kind: 'accuracy' } })

const x = tf.randomNormal([40, 6, 6, 2], 0, 1, 'float32', 1)
const y = {
  size: x.mean([1, 2, 3]).expandDims(1),
  kind: x.mean([1, 2]).argMax(-1).toFloat(),
}
const watch = new tf.CustomCallback({
  onEpochEnd: (epoch) => {
    process.stdout.write(`${epoch + 1}\n`)
  },
})
const best = callbacks.bestWeights({ patience: 4 })
const save = folder === 'none' ? [] : [callbacks.checkpoint(folder)]
const history = await built.fit(x, y, {
  epochs: 12,
  batchSize: 8,
  validationSplit: 0.25,
  callbacks: [best, ...save, watch],
  ...(folder === 'none' ? {} : await resume(built, folder)),
})
const read = (tensor) => ({ shape: tensor.shape, values: [...tensor.dataSync()] })
const memory = []
// all that it keeps in its own members, but names, which the process numbers
JSON.stringify(built.model.optimizer, (key, value) => {
  if (value instanceof tf.Tensor) memory.push(read(value))
  else if (typeof value === 'number') memory.push([key, value])
  return value instanceof tf.Tensor ? undefined : value
})
const weights = built.model.weights.map((weight) => [weight.originalName, read(weight.read())])
process.stdout.write(`${JSON.stringify({ history, weights, memory })}\n`)
