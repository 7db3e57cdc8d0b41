// Nets in sessions of a real ONNX Runtime against predict: node run.mjs <folder> <package>. It is
// no test of jest, whose realm has a Float32Array of its own, which the native runtime does not
// take.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import path from 'node:path'
import * as tf from '@tensorflow/tfjs'
import { block, branch, graph, input, residual } from '@layersmith/core'
import { compile } from '@layersmith/compile'
import { toModel } from '@layersmith/tfjs'
import { mobileNetV2 } from '@layersmith/zoo'

const [app, name] = process.argv.slice(2)
const runtime = createRequire(path.join(app, 'package.json'))(name)
if (name === 'onnxruntime-web') runtime.env.wasm.numThreads = 1

const conv = (n) => block().conv(n, 3, { padding: 'same' }).bn().relu()
const nets = {
  plain: input([28, 28, 1]).conv(6, 5).bn().relu().pool(2).tap('c1').flatten().dense(10),
  residual: input([16, 16, 3])
    .pipe(conv(4))
    .pipe(residual(conv(4)))
    .tap('c1')
    .pipe(branch(block().depthwiseConv(3, { padding: 'same' }), block()).concat())
    .globalPool()
    .dense(4, { activation: 'softmax' }),
  'several inputs and outputs': graph({ a: [8, 8, 3], b: [4] }, ({ a, b }) => ({
    map: a.pipe(conv(4)),
    sum: b.pipe(block().dense(3)),
  })),
  // the runtime would make them the margins of the pools, which are not zeros
  'pads before pools': input([9, 8, 3]).pipe(
    branch(
      block().pad(1).pool(3, { stride: 2 }),
      block().conv(4, 1).pad(1).pool(3, { stride: 2 }),
      block().conv(4, 1).pad(1).pool(3, { stride: 2, kind: 'average' }),
    ).concat(),
  ),
  'any size': input([null, null, 3]).pipe(conv(4)).tap('c1').globalPool().dense(2),
  mobileNetV2: mobileNetV2({ inputShape: [64, 64, 3], classes: 7, activation: 'linear' }),
}

const numbers = (shape, seed) =>
  tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) =>
      Math.sin(i * 12.9 + seed),
    ),
    shape,
  )

/** Trained-like weights, so that nothing is zero. */
const giveWeights = ({ weights }) =>
  tf.tidy(() =>
    weights.forEach((weight, i) => {
      const given = numbers(weight.shape, i)
      const scaled = /kernel/.test(weight.originalName)
        ? given.mul(1.5 / Math.sqrt(weight.shape.slice(0, -1).reduce((n, size) => n * size, 1)))
        : given
      weight.write(/variance/.test(weight.originalName) ? given.abs().add(0.5) : scaled)
    }),
  )

const differenceOf = (got, wanted) =>
  Math.max(
    0,
    ...Object.keys(wanted).map((key) => {
      assert.deepEqual(got[key].shape, wanted[key].shape)
      const [x, y] = [got[key].dataSync(), wanted[key].dataSync()]
      const largest = y.reduce((most, n) => Math.max(most, Math.abs(n)), 1e-30)
      return x.reduce((most, n, i) => Math.max(most, Math.abs(n - y[i])), 0) / largest
    }),
  )
const record = (y) => (y instanceof tf.Tensor ? { y } : y)

await tf.ready()
let largest = 0
for (const [title, net] of Object.entries(nets)) {
  const before = tf.memory().numTensors
  const built = toModel(net, { seed: 1 })
  giveWeights(built.model)
  const taps = built.plan.taps.map((tap) => tap.name)
  const native = { providers: ['cpu'], session: { intraOpNumThreads: 1 } }
  const options = { engine: 'onnxruntime', runtime, taps }
  /** @type {any} */ // whose types are those of the net, which is one of several
  const run = await compile(
    built,
    name === 'onnxruntime-node' ? { ...options, ...native } : options,
  )
  for (const size of [1, 3]) {
    const inputs = built.plan.inputs.map((one, i) => [
      one.name,
      numbers([size, ...one.shape.map((n, axis) => n ?? 9 + axis)], i),
    ])
    const x = inputs.length === 1 ? inputs[0][1] : Object.fromEntries(inputs)
    const wanted = [built.predict(x), taps.length === 0 ? {} : built.features(x)]
    // two calls at once, and the numbers themselves where their shape is known
    const found = [run(x), run.features(x)]
    if (inputs.length === 1 && !built.plan.inputs[0].shape.includes(null))
      found.push(run(await x.data()))
    const [y, features, again = y] = await Promise.all(found)
    const differences = [
      differenceOf(record(y), record(wanted[0])),
      differenceOf(features, wanted[1]),
      differenceOf(record(again), record(wanted[0])),
    ]
    largest = Math.max(largest, ...differences)
    assert(Math.max(...differences) < 1e-5, `${title}, ${size}: ${differences}`)
    tf.dispose([x, ...wanted, y, features, again].map((one) => ({ one })))
  }
  await run.dispose()
  await assert.rejects(run(new Float32Array(4)), /disposed/)
  built.dispose()
  assert.equal(tf.memory().numTensors, before, `${title} leaves tensors`)
}
console.log(
  `${name} computes ${Object.keys(nets).length} compiled nets as predict does, ` +
    `with a difference of at most ${largest.toExponential(1)}`,
)
