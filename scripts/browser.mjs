// `npm run test:browser` bundles @layersmith/backends for browsers, opens it in headless Chromium
// (Debian's package, see webgpu.mjs) and checks that WebGPU, WebGL, WebAssembly and plain
// JavaScript start and train there, WebAssembly on several threads as well. Without a GPU,
// SwiftShader emulates the first two, and they must say so. A Keras file is dropped on a page of
// @layersmith/keras, and an ONNX file is written and read on a page of @layersmith/onnx. A compiled
// net runs without TensorFlow.js, in a page and in a worker. The before and after programs of
// @layersmith/wasm-kernels run there too, and benchmarks measure a small net.
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { build } from './build.mjs'
import { untrained, wasmKernels } from './lib/before-after.mjs'
import { bundlePages, isolation, openPage } from './lib/chromium.mjs'
import { at, isMain, main, node, step } from './lib/run.mjs'
import { software } from './webgpu.mjs'

const folder = at('.cache', 'browser')

/** A program from a README that reports its end. */
const reporting = (program) => `${program}
await fetch('/found', { method: 'POST', body: 'true' })
`

/** The entry file of each page, by the page's name. */
function sources() {
  const { before, after } = wasmKernels().page
  const written = Object.entries({ before, after }).map(([name, program]) => {
    const file = path.join(folder, `${name}.mjs`)
    writeFileSync(file, reporting(program))
    return [name, file]
  })
  return {
    page: at('packages', 'backends', 'test', 'real', 'page.mjs'),
    keras: at('packages', 'keras', 'test', 'real', 'page.mjs'),
    compiled: at('packages', 'compile', 'test', 'real', 'page.mjs'),
    onnx: at('packages', 'onnx', 'test', 'real', 'page.mjs'),
    ...Object.fromEntries(written),
  }
}

/** Writes the file of a compiled net; returns what the net computes here. */
async function compileNet() {
  const load = createRequire(at('packages', 'compile', 'package.json'))
  const { saveCompiled, compile } = load('@layersmith/compile')
  const [{ input }, { toModel }] = [load('@layersmith/core'), load('@layersmith/tfjs')]
  const net = input([10, 10, 3]).conv(16, 3).bn().relu().conv(8, 3).pool(2).flatten().dense(4)
  const run = await compile(toModel(net, { seed: 1 }), { engine: 'wasm' })
  writeFileSync(path.join(folder, 'net.lsmc'), saveCompiled(run))
  return [...run(Float32Array.from({ length: 2 * 300 }, (_, i) => Math.sin(i))).dataSync()]
}

let computed

async function bundle() {
  mkdirSync(folder, { recursive: true })
  computed = await compileNet()
  await bundlePages(sources(), folder, { loader: { '.keras': 'binary', '.lsmc': 'binary' } })
}

/** What a page finds out on emulated GPUs, which compile slowly. */
const open = (page, headers) =>
  openPage({
    script: `${page}.js`,
    folders: [folder],
    headers,
    flags: [
      '--enable-unsafe-webgpu',
      '--use-webgpu-adapter=swiftshader',
      '--enable-unsafe-swiftshader',
    ],
    loss: 'nothing was tested in a browser',
  })

const loss = ({ first, last }) => `loss ${first.toFixed(3)} → ${last.toFixed(3)}`

function check({ unasked, described, trained, threads }) {
  const byName = Object.fromEntries(described.map((each) => [each.backend, each]))
  for (const name of ['node-gpu', 'node']) assert.equal(byName[name].refusal.code, 'platform')
  for (const [name, running] of Object.entries(trained)) {
    assert.equal(typeof running, 'object', running)
    console.log(
      `${name} on ${running.deviceName ?? 'the processor'} (${running.device}): ${loss(running)}`,
    )
    assert.equal(running.device, name.startsWith('web') ? 'software-gpu' : 'cpu')
    assert.equal(running.left, 0)
    assert.equal(running.read.right, true)
    if (name === 'webgpu')
      assert.match(running.read.atOnce, /cannot be read synchronously .* Use await/)
    else assert.equal(running.read.atOnce, true)
    assert.ok(running.last < running.first * 0.8)
    assert.equal(byName[name].starts, true)
  }
  assert.equal(unasked.backend, 'wasm')
  assert.equal(trained.wasm.threads, 1)
  assert.deepEqual(
    threads.refusals.map(({ code, got }) => `${code}: ${got}`),
    [
      'threads: the wasm backend is already running, and it was started for one thread, ' +
        'which cannot be changed',
    ],
  )
  assert.deepEqual(
    unasked.refused.map(({ backend, code }) => `${backend} ${code}`),
    ['node-gpu platform', 'webgpu software'],
  )
}

function checkThreads(trained) {
  for (const running of trained) {
    assert.equal(typeof running, 'object', running)
    console.log(`wasm on ${running.threads} threads (${running.threadsBecause}): ${loss(running)}`)
    assert.equal(running.fastKernels.on, true)
    assert.equal(running.left, 0)
    // identical bit for bit on any number of threads
    assert.deepEqual([running.first, running.last], [trained[0].first, trained[0].last])
  }
  assert.deepEqual(
    trained.slice(0, 4).map(({ threads }) => threads),
    [2, 2, 1, 3],
  )
  assert.ok(trained[0].last < trained[0].first * 0.8)
}

/** Runs a benchmark as `npm run bench` does with `--browser`; returns what it wrote. */
async function benchmark(name, args) {
  const out = path.join(folder, 'results', name)
  rmSync(out, { recursive: true, force: true })
  const program = at('benchmarks', name, 'dist', 'main.js')
  await node(program, ['--browser', '--rounds', '2', '--out', out, ...args])
  const [file] = readdirSync(out)
  assert.match(file, /-chromium\.json$/)
  const result = JSON.parse(readFileSync(path.join(out, file), 'utf8'))
  assert.equal(result.environment.browser.name, 'Chromium')
  return result.runs[0]
}

async function benchmarks() {
  const inference = await benchmark('inference', ['--nets', 'LeNet', '--batches', '1'])
  assert.equal(inference.running.fastKernels.build, 'relaxed')
  const [{ contestants }] = inference.measurements
  const names = ['by hand', 'predict, stock', 'predict', 'compiled, tfjs', 'compiled, wasm']
  for (const name of names) {
    const { cpu, wall } = contestants.find((one) => one.name === name)
    assert.equal(cpu, null)
    assert.ok(wall.median > 0)
  }
  const training = await benchmark('training', ['--net', 'lenet', '--slow', '0', '--warm-up', '0'])
  assert.deepEqual(
    training.measurements.map(({ contestant, cores }) => [contestant, cores]),
    ['own', 'compiled', 'composed'].map((contestant) => [contestant, null]),
  )
}

async function browser() {
  await step('driver', software)
  await step('build', build)
  await step('bundle', bundle)
  check(await step('in Chromium, emulated in software', () => open('page')))
  checkThreads(await step('on a cross-origin isolated page', () => open('page', isolation)))
  await step('a .keras file dropped on a page', async () => {
    const found = await open('keras')
    assert.ok(found.difference < 1e-5, JSON.stringify(found))
    assert.ok(found.written > 10_000)
    assert.equal(found.left, 0)
    console.log(`a file of Keras predicts: largest difference ${found.difference.toExponential(1)}`)
  })
  await step('a file of ONNX, written and read on a page', async () => {
    const found = await open('onnx')
    assert.ok(found.difference < 1e-5, JSON.stringify(found))
    assert.ok(found.bytes > 3000)
    assert.equal(found.left, 0)
    console.log(`a file of ONNX predicts: largest difference ${found.difference.toExponential(1)}`)
  })
  await step('a compiled net on a page without TensorFlow.js, and in a worker', async () => {
    const found = await open('compiled')
    for (const got of [found.page, found.worker])
      got.forEach((n, i) => assert.ok(Math.abs(n - computed[i]) < 1e-5, JSON.stringify(found)))
    assert.deepEqual(found.page, found.worker)
    assert.equal(found.page.length, computed.length)
  })
  await step('before and after of @layersmith/wasm-kernels', async () => {
    await assert.rejects(open('before'), new RegExp(untrained))
    assert.equal(await open('after'), true)
  })
  await step('benchmarks in pages', benchmarks)
}

if (isMain(import.meta.url)) main(browser)
