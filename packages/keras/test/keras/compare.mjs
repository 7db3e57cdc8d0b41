// Reads the models that Keras saved in a folder, compares what they compute on wasm with what Keras
// computed, and writes them back as NAME.back.keras: node compare.mjs folder results.json.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as tf from '@tensorflow/tfjs'
import { startBackend } from '@layersmith/backends'
import { readKeras, writeKeras } from '@layersmith/keras'
import { loadWeights, toModel } from '@layersmith/tfjs'

const [folder, results] = process.argv.slice(2)

/** The largest difference, as a part of the largest number. */
const difference = (got, wanted) => {
  if (got.length !== wanted.length) return Infinity
  const largest = wanted.reduce((most, n) => Math.max(most, Math.abs(n)), 1e-9)
  return wanted.reduce((most, n, i) => Math.max(most, Math.abs(n - got[i]) / largest), 0)
}

const compare = async (name) => {
  const at = path.join(folder, name)
  const { inputs, outputs } = JSON.parse(readFileSync(`${at}.json`, 'utf8'))
  const read = await readKeras(`${at}.keras`)
  const built = toModel(read.net)
  const x = inputs.map(({ shape, values }) => tf.tensor(values, shape, 'float32'))
  try {
    loadWeights(built, read.weights)
    const y = [built.model.predict(x.length === 1 ? x[0] : x)].flat()
    const worst = Math.max(...y.map((one, i) => difference(one.dataSync(), outputs[i] ?? [])))
    tf.dispose(y)
    const back = await writeKeras(built, `${at}.back.keras`).then(
      () => null,
      ({ message }) => message,
    )
    return { difference: y.length === outputs.length ? worst : Infinity, back }
  } finally {
    tf.dispose(x)
    built.dispose()
  }
}

await startBackend({ require: 'wasm' })
const found = {}
const names = readdirSync(folder).filter((file) => file.endsWith('.json'))
for (const name of names.map((file) => path.basename(file, '.json')).sort()) {
  const before = tf.memory().numTensors
  found[name] = await compare(name).catch(({ message }) => ({ refused: message }))
  found[name].left = tf.memory().numTensors - before
}
writeFileSync(results, JSON.stringify(found, null, 1))
