// What a user does in plain Node.js with the built package: starts a backend, trains on it, and
// leaves nothing behind.
//
// node smoke.mjs <backend>
import assert from 'node:assert/strict'
import * as tf from '@tensorflow/tfjs'
import { describeBackends, renderBackends, startBackend } from '@layersmith/backends'

const name = process.argv[2]
const running = await startBackend({ require: name })
console.log(
  `Node.js ${process.versions.node}: ${running.backend} on ${running.deviceName} (${running.device}), ${running.versions.library}`,
)
assert.equal(tf.getBackend(), running.tfName)

const model = tf.sequential({
  layers: [
    tf.layers.conv2d({ inputShape: [12, 12, 1], filters: 8, kernelSize: 3, activation: 'relu' }),
    tf.layers.batchNormalization(),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 3, activation: 'softmax' }),
  ],
})
model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' })
const x = tf.randomNormal([32, 12, 12, 1], 0, 1, 'float32', 7)
const y = tf.oneHot(
  tf.tensor1d(
    Array.from({ length: 32 }, (_, i) => i % 3),
    'int32',
  ),
  3,
)
const first = await model.trainOnBatch(x, y)
const held = tf.memory().numTensors
let last = first
for (let step = 0; step < 30; step++) last = await model.trainOnBatch(x, y)
assert.equal(tf.memory().numTensors, held)
assert.ok(last < first / 2, `the loss fell only from ${first} to ${last}`)
console.log(
  `loss ${first.toFixed(3)} → ${last.toFixed(3)} in 30 steps, ${held} tensors before and after`,
)

console.log(renderBackends(await describeBackends()))
assert.equal(tf.getBackend(), running.tfName)
