// Threads of the wasm backend in Node.js: as many as asked, or the reason why not.
import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, realpath, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { engine, getBackend, setBackend } from '@tensorflow/tfjs'
import { build } from 'esbuild'
import { BackendError, startBackend, type StartOptions } from '../../src/index.js'
import { releaseBackend } from '../../src/base/tfjs-registry.js'

const dist = path.join(
  path.dirname(
    createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'),
  ),
  'dist',
)
const binary = 'tfjs-backend-wasm-simd.wasm'
const threadedBinary = 'tfjs-backend-wasm-threaded-simd.wasm'

let folder: string
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'layersmith-')))
  await copyFile(path.join(dist, binary), path.join(folder, binary))
})
afterAll(() => rm(folder, { recursive: true }))
afterEach(() => releaseBackend('wasm'))

const start = (options: StartOptions) => startBackend({ require: 'wasm', ...options })

const refusal = async (options: StartOptions) => {
  const error: unknown = await start(options).catch((thrown: unknown) => thrown)
  if (!(error instanceof BackendError) || error.failure.code !== 'none-started')
    throw new Error(`expected a refusal, got ${String(error)}`)
  return error.failure.refusals[0]
}

test('one by default, because more take longer to start', async () => {
  expect(await start({})).toMatchObject({
    threads: 1,
    threadsBecause: expect.stringContaining('default'),
  })
})

test('as many as asked, in later calls too', async () => {
  const started = await start({ threads: 2 })
  expect(started).toMatchObject({
    threads: 2,
    threadsBecause: 'as asked',
    fastKernels: { on: true, because: null },
  })
  expect(await start({})).toEqual(started)
  expect(await start({ threads: 3 })).toMatchObject({ threads: 3 })
  expect(await start({ threads: 1 })).toMatchObject({ threads: 1, threadsBecause: 'as asked' })
})

test('as many as pay off in a measurement', async () => {
  const { threads, threadsBecause } = await start({ threads: 'auto' })
  expect(threadsBecause).toMatch(threads === 1 ? /processor|took/ : /took/)
})

test('a backend that runs on one thread keeps it', async () => {
  expect(await start({ threads: 1 })).toMatchObject({ threads: 1, threadsBecause: 'as asked' })
  expect(await refusal({ threads: 2 })).toMatchObject({
    code: 'threads',
    tried: 'asked for 2 threads',
    got:
      'the wasm backend is already running, ' +
      'and it was started for one thread, which cannot be changed',
  })
  expect(await start({ threads: 'auto' })).toMatchObject({
    threads: 1,
    threadsBecause: expect.stringContaining('is already running'),
  })
})

test('so does one that TensorFlow.js is just initializing', async () => {
  await start({})
  const { factory } = engine().registryFactory['wasm']!
  releaseBackend('wasm')
  const pending = setBackend('wasm')
  expect(await refusal({ threads: 2 })).toMatchObject({
    code: 'threads',
    got: expect.stringContaining('is already running'),
  })
  expect(await pending).toBe(true)
  expect(engine().registryFactory['wasm']!.factory).toBe(factory)
})

test('a number is refused where a worker does not start, and the backend before stays', async () => {
  await setBackend('cpu')
  const threads = process.getBuiltinModule('node:worker_threads')
  const { Worker } = threads
  threads.Worker = class extends Worker {
    constructor() {
      super('throw new Error("no worker today")', { eval: true })
    }
  }
  try {
    expect(await refusal({ threads: 2 })).toMatchObject({
      code: 'threads',
      tried: 'asked for 2 threads',
      got: expect.stringContaining('no worker today'),
    })
    expect(getBackend()).toBe('cpu')
    expect(await start({ threads: 'auto' })).toMatchObject({ threads: 1 })
  } finally {
    threads.Worker = Worker
  }
})

test('more than the backend can run are refused', async () => {
  expect(await refusal({ threads: 33 })).toMatchObject({
    code: 'threads',
    got: 'it runs on at most 32',
  })
})

test('only one without the fast kernels', async () => {
  expect(await refusal({ threads: 2, fastKernels: false })).toMatchObject({
    code: 'threads',
    got: expect.stringContaining('fastKernels: false'),
  })
  expect(await start({ threads: 'auto', fastKernels: false })).toMatchObject({
    threads: 1,
    threadsBecause: expect.stringContaining('fastKernels: false'),
  })
})

test('only one without the threaded binary', async () => {
  expect(await refusal({ threads: 2, wasmDir: folder })).toMatchObject({
    code: 'threads',
    tried: 'asked for 2 threads',
    got: expect.stringContaining(threadedBinary),
  })
  expect(await start({ threads: 'auto', wasmDir: folder })).toMatchObject({
    threads: 1,
    threadsBecause: expect.stringContaining(threadedBinary),
  })
})

test('a process ends by itself, its globals unchanged, even where two packages start threads at once', async () => {
  const program = `
    import { startBackend } from '${fileURLToPath(new URL('../../src/index.ts', import.meta.url))}'
    import { allowThreads } from '@layersmith/wasm-kernels'
    import * as tf from '@tensorflow/tfjs'
    const names = () => Reflect.ownKeys(globalThis).map(String)
    const run = async () => {
      const before = names()
      const options = { require: 'wasm', threads: 3, wasmDir: ${JSON.stringify(dist)} }
      let release
      const other = allowThreads(() => new Promise((resolve) => { release = resolve }))
      const started = startBackend(options)
      await new Promise((resolve) => setTimeout(resolve, 1))
      release()
      await other
      const { threads } = await started
      const x = tf.randomNormal([16, 32, 32, 16])
      const [sum] = tf.grad((filter) => tf.conv2d(x, filter, 1, 'same').square().sum())(tf.randomNormal([3, 3, 16, 32])).sum().dataSync()
      console.log(JSON.stringify({ threads, finite: Number.isFinite(sum), left: names().filter((name) => !before.includes(name)), flag: await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT') }))
    }
    run()`
  const file = path.join(folder, 'program.cjs')
  await build({
    stdin: { contents: program, resolveDir: path.dirname(fileURLToPath(import.meta.url)) },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: file,
    logLevel: 'silent',
  })
  const { stdout } = await promisify(execFile)(process.execPath, [file], { timeout: 60_000 })
  expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toEqual({
    threads: 3,
    finite: true,
    left: [],
    flag: false,
  })
}, 90_000)

test('where the threaded build does not start, the other one does', async () => {
  await copyFile(path.join(dist, binary), path.join(folder, threadedBinary))
  expect(await start({ threads: 'auto', wasmDir: folder })).toMatchObject({
    threads: 1,
    threadsBecause: expect.stringContaining('does not start with threads'),
  })
})
