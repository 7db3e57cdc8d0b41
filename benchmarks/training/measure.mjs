// How long a training step takes (Adam, batch normalisation), by who computes it: cpu, the wasm backend with kernels that
// are compositions of stock ones, with our own, and tfjs-node where it starts. Step by step in turn, on one process.
//   npm run bench -- training [--net lenet,vgg,mobile] [--rounds 30] [--cpu 1] [--save]
// `--cpu` is the number of rounds that cpu takes part in: a step of it can take a minute. `--save` writes the result to
// benchmarks/results/training.
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { BackendError, startBackend } from '@layersmith/backends'
import { adam } from '@layersmith/wasm-kernels'
import * as tf from '@tensorflow/tfjs'
import { Failed, at, main } from '../../scripts/lib/run.mjs'
import { nets } from './nets.mjs'

const rate = 0.001
const contestants = {
  own: { what: 'wasm, our kernels', start: () => startBackend({ require: 'wasm' }), optimizer: () => adam(rate) },
  composed: { what: 'wasm, composed of stock kernels', start: () => startBackend({ require: 'wasm', fastKernels: false }), optimizer: () => tf.train.adam(rate) },
  node: { what: 'tfjs-node', start: () => startBackend({ require: 'node' }), optimizer: () => tf.train.adam(rate) },
  cpu: { what: 'cpu', start: () => startBackend({ require: 'cpu' }), optimizer: () => tf.train.adam(rate) },
}

/** Rounds before those that count; cpu compiles nothing that would need them. */
const warmUp = 5

const usage = 'npm run bench -- training [--net lenet,vgg,mobile] [--rounds 30] [--cpu 1] [--save]'
const options = () => {
  const { values } = parsed({
    options: { net: { type: 'string', default: Object.keys(nets).join(',') }, rounds: { type: 'string', default: '30' }, cpu: { type: 'string', default: '1' }, save: { type: 'boolean', default: false } },
  })
  const names = values.net.split(',')
  const unknown = names.find((name) => !(name in nets))
  if (unknown !== undefined) throw new Failed(`--net takes ${Object.keys(nets).join(', ')}, got "${unknown}"`, 2)
  const [rounds, cpu] = [values.rounds, values.cpu].map(Number)
  if (!(rounds >= 1 && cpu >= 0)) throw new Failed('--rounds takes a number from 1, --cpu one from 0', 2)
  return { names, rounds, cpu, save: values.save }
}

/** Options that are not known end with the usage, not with a stack. */
function parsed(config) {
  try {
    return parseArgs(config)
  } catch (error) {
    throw new Failed(`${error.message}\nUsage: ${usage}`, 2)
  }
}

/** Those that start here, with what they run on; of the others, why not. */
async function starting() {
  const running = {}
  for (const [name, { what, start }] of Object.entries(contestants)) {
    try {
      const { threads, simd, device, deviceName, versions, fastKernels } = await start()
      running[name] = { what, threads, simd, device, deviceName, versions, ...fastKernels && { fastKernels } }
    } catch (error) {
      if (!(error instanceof BackendError)) throw error
      console.log(`${what}: left out. ${error.message}`)
    }
  }
  return running
}

/** A model with its data on the backend that is in use now. */
function prepare({ batch, image, build }, optimizer) {
  const model = build()
  model.compile({ optimizer, loss: 'categoricalCrossentropy' })
  const x = tf.randomNormal([batch, ...image], 0, 1, 'float32', 1)
  const y = tf.tidy(() => tf.oneHot(tf.range(0, batch, 1, 'int32').mod(tf.scalar(10, 'int32')), 10).toFloat())
  return { step: () => model.trainOnBatch(x, y), times: [], losses: [] }
}

async function measure(net, names, { rounds, cpu }) {
  const runs = {}
  for (const name of names) {
    await contestants[name].start()
    runs[name] = prepare(net, contestants[name].optimizer())
  }
  for (let round = -warmUp; round < rounds; round++) {
    // another order in each round
    for (const i of names.keys()) {
      const name = names[(i + round + warmUp) % names.length]
      if (name === 'cpu' && (round < 0 || round >= cpu)) continue
      await contestants[name].start()
      const since = performance.now()
      const loss = await runs[name].step()
      if (round >= 0) runs[name].times.push(performance.now() - since)
      runs[name].losses.push(loss)
    }
  }
  const [first] = names
  for (const name of names.filter((one) => runs[one].losses.length > 0)) {
    const [got, expected] = [runs[name].losses[0], runs[first].losses[0]]
    if (!(Math.abs(got - expected) <= 1e-3 * expected + 1e-4)) throw new Failed(`The first loss of ${name} is ${got}, that of ${first} ${expected}`)
  }
  return Object.fromEntries(names.filter((name) => runs[name].times.length > 0).map((name) => [name, summary(runs[name].times, runs[first].times)]))
}

const quantile = (values, share) => {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
}

/** Milliseconds, and how many times as long as the first contestant: the median over rounds of the ratio within a round. */
const summary = (times, reference) => ({
  median: quantile(times, 0.5),
  quartiles: [quantile(times, 0.25), quantile(times, 0.75)],
  best: Math.min(...times),
  ratio: quantile(times.map((time, i) => time / reference[i]), 0.5),
  rounds: times.length,
})

main(async () => {
  const chosen = options()
  const running = await starting()
  const names = Object.keys(running).filter((name) => name !== 'cpu' || chosen.cpu > 0)
  const environment = {
    date: new Date().toISOString(),
    platform: `${process.platform}-${process.arch}`,
    cpu: cpus()[0]?.model.trim() ?? null,
    cores: availableParallelism(),
    load: loadavg().map((value) => Math.round(value * 100) / 100),
    node: process.versions.node,
    tfjs: tf.version.tfjs,
    running,
  }
  console.log(`${environment.cpu}, ${environment.cores} cores, load ${environment.load.join(' ')}; Node ${environment.node}, TensorFlow.js ${environment.tfjs}`)
  const results = {}
  for (const net of chosen.names) {
    results[net] = await measure(nets[net], names, chosen)
    console.log(`\n${net}, ${nets[net].batch} images a step`)
    console.table(Object.fromEntries(Object.entries(results[net]).map(([name, { median, quartiles, best, ratio, rounds }]) => [contestants[name].what, {
      'ms (median)': Number(median.toFixed(1)), quartiles: quartiles.map((value) => value.toFixed(1)).join(' to '), best: Number(best.toFixed(1)), 'times ours': Number(ratio.toFixed(2)), rounds,
    }])))
  }
  if (chosen.save) {
    const file = at('benchmarks', 'results', 'training', `${environment.platform}.json`)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify({ environment: { ...environment, loadAfter: loadavg().map((value) => Math.round(value * 100) / 100) }, results }, null, 1)}\n`)
    console.log(`→ ${path.relative(process.cwd(), file)}`)
  }
  // native backends keep threads
  process.exit(0)
})
