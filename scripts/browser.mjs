// `npm run test:browser` bundles @layersmith/backends for browsers, opens it in headless Chromium
// (Debian's package, see webgpu.mjs) and checks that WebGPU, WebGL, WebAssembly and plain
// JavaScript start and train there, WebAssembly on several threads as well. Without a GPU,
// SwiftShader emulates the first two, and they must say so. A Keras file is dropped on a page of
// @layersmith/keras, and an ONNX file is written and read on a page of @layersmith/onnx. A compiled
// net runs without TensorFlow.js, in a page and in a worker. The before and after programs of
// @layersmith/wasm-kernels run there too.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from './build.mjs'
import { untrained, wasmKernels } from './lib/before-after.mjs'
import { at, Failed, isMain, main, step } from './lib/run.mjs'
import { software } from './webgpu.mjs'

const folder = at('.cache', 'browser')
const patience = 240_000 // an emulated GPU compiles slowly

const types = { '.js': 'text/javascript', '.wasm': 'application/wasm' }

/** A program from a README that reports how it ended. */
const reporting = (
  program,
) => `const tell = (failed) => fetch('/found', { method: 'POST', body: JSON.stringify({ failed }) })
addEventListener('error', ({ message }) => tell(message))
addEventListener('unhandledrejection', ({ reason }) => tell(String(reason)))
${program}
await tell(null)
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
  // imported here because esbuild exists only after set-up
  const esbuild = await import('esbuild')
  mkdirSync(folder, { recursive: true })
  computed = await compileNet()
  await esbuild.build({
    entryPoints: sources(),
    outdir: folder,
    bundle: true,
    platform: 'browser',
    format: 'esm',
    logLevel: 'warning',
    loader: { '.keras': 'binary', '.lsmc': 'binary' },
  })
}

/** Headers that isolate a page: only an isolated page may share memory with workers. */
const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
}

/** Serves a page and the wasm files; `found` resolves to what the page sends back. */
function serve(page, headers) {
  const wasm = path.join(
    realpathSync(at('packages', 'backends', 'node_modules', '@tensorflow', 'tfjs-backend-wasm')),
    'dist',
  )
  let tell
  const found = new Promise((resolve) => {
    tell = resolve
  })
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (request.method === 'POST') {
      const parts = []
      request.on('data', (part) => parts.push(part))
      request.on('end', () => {
        response.end()
        tell(JSON.parse(Buffer.concat(parts).toString()))
      })
      return
    }
    if (request.url === '/')
      return void response
        .setHeader('content-type', 'text/html')
        .end(`<script type="module" src="${page}.js"></script>`)
    const file = path.join(
      request.url.startsWith('/wasm/') ? wasm : folder,
      path.basename(request.url),
    )
    if (!existsSync(file) || request.url === '/favicon.ico')
      return void response.writeHead(404).end()
    response.setHeader('content-type', types[path.extname(file)])
    createReadStream(file).pipe(response)
  })
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({ address: `http://localhost:${server.address().port}/`, found, server }),
    ),
  )
}

/**
 * Removes the browser's profile. Its helper processes may go on writing there for longer than
 * Node's own retries last.
 */
export async function discard(profile) {
  for (let left = 40; ; left--) {
    try {
      return rmSync(profile, { recursive: true, force: true })
    } catch (error) {
      if (error.code !== 'ENOTEMPTY' || left === 0) throw error
      await new Promise((resolve) => {
        setTimeout(resolve, 250)
      })
    }
  }
}

async function open(page, headers = {}) {
  const { address, found, server } = await serve(page, headers)
  const profile = mkdtempSync(path.join(tmpdir(), 'layersmith-browser-'))
  const flags = [
    '--headless=new',
    '--disable-dev-shm-usage',
    '--enable-unsafe-webgpu',
    '--use-webgpu-adapter=swiftshader',
    '--enable-unsafe-swiftshader',
    `--user-data-dir=${profile}`,
  ]
  // Chromium does not run its sandbox as root.
  if (process.getuid?.() === 0) flags.push('--no-sandbox')
  const browser = spawn('chromium', [...flags, address], { stdio: ['ignore', 'ignore', 'pipe'] })
  const said = []
  browser.stderr.on('data', (part) => said.push(part))
  let timer
  const ended = new Promise((_, reject) => {
    const fail = (why) =>
      reject(new Failed(`${Buffer.concat(said)}\nChromium ${why}; nothing was tested in a browser`))
    browser.on('error', ({ message }) => fail(`does not start (${message})`))
    browser.on('exit', (code) => fail(`ended with ${code}`))
    timer = setTimeout(() => fail('said nothing in time'), patience)
  })
  try {
    return await Promise.race([found, ended])
  } finally {
    clearTimeout(timer)
    browser.removeAllListeners('exit')
    await new Promise((resolve) => {
      browser.once('exit', resolve).kill()
    })
    server.closeAllConnections()
    server.close()
    await discard(profile)
  }
}

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
    assert.match((await open('before')).failed, new RegExp(untrained))
    assert.equal((await open('after')).failed, null)
  })
}

if (isMain(import.meta.url)) main(browser)
