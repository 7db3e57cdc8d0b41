// Reads the models that Keras saved in a folder, compares what they compute on wasm with what Keras
// computed, prints their sources as NAME.ts and lets these compute the same, and writes the models
// back as NAME.back.keras: node compare.mjs folder results.json.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { transformSync } from 'esbuild'
import * as tf from '@tensorflow/tfjs'
import { startBackend } from '@layersmith/backends'
import { toSource } from '@layersmith/core'
import { readKeras, writeKeras } from '@layersmith/keras'
import { loadWeights, toModel } from '@layersmith/tfjs'

const [folder, results] = process.argv.slice(2)

/** The largest difference, as a part of the largest number. */
const difference = (got, wanted) => {
  if (got.length !== wanted.length) return Infinity
  const largest = wanted.reduce((most, n) => Math.max(most, Math.abs(n)), 1e-9)
  return wanted.reduce((most, n, i) => Math.max(most, Math.abs(n - got[i]) / largest), 0)
}

const predicted = ({ model }, x) => {
  const y = [model.predict(x.length === 1 ? x[0] : x)].flat()
  const values = y.map((one) => one.dataSync())
  tf.dispose(y)
  return values
}

/** The net that the printed source of a net exports; tsc compiles the source later. */
const printed = async (at, net, customs) => {
  const source = toSource(net)
  writeFileSync(`${at}.ts`, source)
  writeFileSync(`${at}.mjs`, transformSync(source, { loader: 'ts' }).code)
  const exported = await import(pathToFileURL(`${at}.mjs`).href)
  return typeof exported.net === 'function' ? exported.net(customs) : exported.net
}

const compare = async (name) => {
  const at = path.join(folder, name)
  const { inputs, outputs } = JSON.parse(readFileSync(`${at}.json`, 'utf8'))
  const since = performance.now()
  const { net, weights, customs } = await readKeras(`${at}.keras`)
  const built = toModel(net)
  const x = inputs.map(({ shape, values }) => tf.tensor(values, shape, 'float32'))
  try {
    loadWeights(built, weights)
    const y = predicted(built, x)
    const seconds = (performance.now() - since) / 1000
    const back = await writeKeras(built, `${at}.back.keras`).then(
      () => null,
      ({ message }) => message,
    )
    const parameters = built.model.countParams()
    built.dispose() // the largest models fit once into the memory of wasm
    const again = toModel(await printed(at, net, customs))
    loadWeights(again, weights)
    const z = predicted(again, x)
    again.dispose()
    return {
      difference:
        y.length === outputs.length
          ? Math.max(...y.map((one, i) => difference(one, outputs[i])))
          : Infinity,
      printed: Math.max(...y.map((one, i) => difference(z[i] ?? [], one))),
      parameters,
      seconds,
      back,
    }
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
