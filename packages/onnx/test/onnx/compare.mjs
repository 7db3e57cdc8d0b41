// Reads the models that nets.py exported, and compares what the nets compute, before and after
// three steps of SGD, with what PyTorch computed.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as tf from '@tensorflow/tfjs'
import { loadWeights, toModel } from '@layersmith/tfjs'
import { fromOnnx } from '../../dist/index.js'

const [folder, results] = process.argv.slice(2)
const expected = JSON.parse(readFileSync(path.join(folder, 'nets.json'), 'utf8'))

/** A tensor of the graph in the order that it has in the net. */
const tensorOf = ({ shape, numbers }, { axes }) => tf.transpose(tf.tensor(numbers, shape), axes)

/** The largest difference, as a part of the largest number. */
const difference = (a, b) =>
  tf.tidy(
    () => tf.max(tf.abs(tf.sub(a, b))).arraySync() / Math.max(1, tf.max(tf.abs(b)).arraySync()),
  )

const listOf = (outputs) => (Array.isArray(outputs) ? outputs : [outputs])

async function compared(file) {
  const torch = expected[file.split('.')[0]]
  const { net, weights, report } = await fromOnnx(path.join(folder, file))
  const built = toModel(net, { seed: 1 })
  loadWeights(built, weights)
  const { model } = built
  const xs = torch.inputs.map((x, i) => tensorOf(x, report.inputs[i]))
  const of = (all) => all.map((y, i) => tensorOf(y, report.outputs[i]))
  const worst = (made, all) => Math.max(...of(all).map((y, i) => difference(listOf(made)[i], y)))
  const output = worst(model.predict(xs.length === 1 ? xs[0] : xs), torch.outputs)
  model.compile({ optimizer: tf.train.sgd(0.05), loss: 'meanSquaredError' })
  const targets = of(torch.targets)
  const losses = []
  for (let step = 0; step < 3; step++) {
    const loss = await model.trainOnBatch(
      xs.length === 1 ? xs[0] : xs,
      targets.length === 1 ? targets[0] : targets,
    )
    losses.push(listOf(loss)[0])
  }
  const loss = Math.max(
    ...torch.losses.map((one, i) => Math.abs(one - losses[i]) / Math.max(1, Math.abs(one))),
  )
  // as in training, where each batch has its own statistics
  const after = worst(model.apply(xs.length === 1 ? xs[0] : xs, { training: true }), torch.after)
  built.dispose()
  return { output, loss, after, notes: report.notes.length }
}

const found = {}
for (const file of readdirSync(folder).filter((name) => name.endsWith('.onnx'))) {
  try {
    found[file] = await compared(file)
  } catch (e) {
    found[file] = { refused: e.message }
  }
}
writeFileSync(results, JSON.stringify(found, null, 2))
