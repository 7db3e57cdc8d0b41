// Runs the models in a folder with a runtime from npm, onnxruntime-node or onnxruntime-web, and
// compares what comes out with what we computed: run.mjs app runtime folder results.json, where the
// app is a folder in which npm has installed the runtime.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const [app, runtime, folder, results] = process.argv.slice(2)
const { resolve } = createRequire(pathToFileURL(path.join(app, 'package.json')))
const { default: ort } = await import(pathToFileURL(resolve(runtime)).href)
// its threads would be the processes of a page
if (runtime === 'onnxruntime-web') ort.env.wasm.numThreads = 1

const numbersOf = ({ values }) =>
  new Float32Array(new Uint8Array(Buffer.from(values, 'base64')).buffer)

/** The largest difference, as a part of the largest number. */
const difference = (got, wanted) => {
  if (got.length !== wanted.length) return Infinity
  const largest = wanted.reduce((most, n) => Math.max(most, Math.abs(n)), 1e-9)
  return wanted.reduce((most, n, i) => Math.max(most, Math.abs(n - got[i]) / largest), 0)
}

const compare = async (at) => {
  const { inputs, outputs } = JSON.parse(readFileSync(`${at}.json`, 'utf8'))
  const session = await ort.InferenceSession.create(readFileSync(`${at}.onnx`))
  const feeds = inputs.map((x) => [x.name, new ort.Tensor('float32', numbersOf(x), x.shape)])
  const got = await session.run(Object.fromEntries(feeds))
  await session.release()
  return {
    difference: Math.max(
      ...outputs.map((y) =>
        got[y.name].dims.join() === y.shape.join()
          ? difference(got[y.name].data, numbersOf(y))
          : Infinity,
      ),
    ),
  }
}

const found = {}
const names = readdirSync(folder).filter((file) => file.endsWith('.onnx'))
for (const name of names.map((file) => path.basename(file, '.onnx')).sort())
  found[name] = await compare(path.join(folder, name)).catch(({ message }) => ({ error: message }))
writeFileSync(results, JSON.stringify(found, null, 1))
