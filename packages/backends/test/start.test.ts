import { cpus } from 'node:os'
import { afterEach, describe, expect, test } from '@jest/globals'
import { installKernels } from '@layersmith/wasm-kernels'
import {
  engine,
  getBackend,
  getKernelsForBackend,
  memory,
  removeBackend,
  tensor,
  version,
  type Tensor,
} from '@tensorflow/tfjs'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { left } from 'fp-ts/lib/TaskEither.js'
import type { Start } from '../src/base/backend-contract.js'
import { startCpu } from '../src/tfjs-backends/cpu.js'
import {
  BackendError,
  backendNames,
  renderFailure,
  startBackend,
  startBackendE,
  wasmKernels,
  type BackendName,
  type StartOptions,
} from '../src/index.js'
import { startFirst } from '../src/choose/first-that-starts.js'
import type { Starts } from '../src/choose/starts.js'

const failure = async (options: unknown): Promise<BackendError> => {
  // Callers without types can pass anything.
  const error: unknown = await startBackend(options as StartOptions).catch(
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof BackendError))
    throw new Error(`expected a BackendError, got ${String(error)}`)
  return error
}

afterEach(() => expect(memory().numTensors).toBe(0))

describe('without options', () => {
  test('the best that can start runs, and each better one is refused with a reason', async () => {
    const started = await startBackend()
    const names = [...started.refused.map(({ backend }) => backend), started.backend]
    expect(names).toEqual(backendNames.slice(0, names.length))
    for (const { tried, got, fix } of started.refused)
      expect([tried, got, fix].every((text) => text.length > 10)).toBe(true)
    // wasm starts wherever these tests run, so nothing slower does
    expect(names.length).toBeLessThanOrEqual(backendNames.indexOf('wasm') + 1)
  })

  test('TensorFlow.js computes on what runs', async () => {
    await startBackend({ require: 'wasm' })
    expect(getBackend()).toBe('wasm')
    const x = tensor([1, 2, 3])
    const y = x.square()
    expect([...y.dataSync()]).toEqual([1, 4, 9])
    expect(engine().state.tensorInfo.get(y.dataId)?.backend.constructor.name).toBe('BackendWasm')
    x.dispose()
    y.dispose()
  })

  test('the result is plain data', async () => {
    const started = await startBackend()
    expect(JSON.parse(JSON.stringify(started))).toEqual(started)
  })
})

test.each(['wasm', 'cpu'] as const)(
  '%s starts again after tf.removeBackend and after a reset of the engine',
  async (backend) => {
    await startBackend({ require: backend })
    removeBackend(backend)
    expect(await startBackend({ require: backend })).toMatchObject({ backend })
    engine().reset()
    expect(await startBackend({ require: backend })).toMatchObject({ backend })
    const x = tensor([1, 2])
    expect([...x.dataSync()]).toEqual([1, 2])
    x.dispose()
  },
)

test('wasm says what it runs on', async () => {
  const started = await startBackend({ require: 'wasm' })
  expect(started).toMatchObject({
    backend: 'wasm',
    tfName: 'wasm',
    device: 'cpu',
    deviceName: cpus()[0]!.model.trim(),
    threads: 1,
    simd: true,
    threadsBecause: expect.stringContaining('default'),
    versions: {
      tfjs: version.tfjs,
      node: process.versions.node,
      backend: version.tfjs,
      library: null,
    },
  })
  expect(started.kernels.map(({ name }) => name)).toEqual(wasmKernels.map(({ name }) => name))
})

test('the fast kernels can be switched off and on, and may be installed by hand before', async () => {
  const registered = () =>
    getKernelsForBackend('wasm')
      .map(({ kernelName }) => kernelName)
      .sort()
  expect((await startBackend({ require: 'wasm' })).fastKernels).toEqual({
    on: true,
    build: expect.stringMatching(/^(relaxed|baseline)$/),
    because: null,
  })
  const on = registered()
  const off = await startBackend({ require: 'wasm', fastKernels: false })
  expect(off.fastKernels).toEqual({
    on: false,
    build: null,
    because: 'startBackend was called with fastKernels: false',
  })
  expect(registered()).toEqual(on.filter((name) => !name.startsWith('Layersmith')))
  await installKernels()
  expect((await startBackend({ require: 'wasm' })).fastKernels).toEqual({
    on: true,
    build: expect.stringMatching(/^(relaxed|baseline)$/),
    because: null,
  })
  expect(registered()).toEqual(on)
})

test('a second call returns the same, even two at a time', async () => {
  const first = await startBackend()
  expect(await Promise.all([startBackend(), startBackend()])).toEqual([first, first])
  expect(getBackend()).toBe(first.tfName)
})

test('simultaneous starts run one after another, and the last one counts', async () => {
  const started = await Promise.all([
    startBackend({ require: 'cpu' }),
    startBackend({ require: 'wasm' }),
    startBackend({ require: 'cpu' }),
  ])
  expect(started.map(({ backend }) => backend)).toEqual(['cpu', 'wasm', 'cpu'])
  expect(getBackend()).toBe('cpu')
})

test('prefer comes before the default order, and require allows no other', async () => {
  expect(await startBackend({ prefer: 'cpu' })).toMatchObject({
    backend: 'cpu',
    refused: [],
    simd: false,
    kernels: [],
  })
  expect(await startBackend({ prefer: ['wasm', 'cpu'] })).toMatchObject({
    backend: 'wasm',
    refused: [],
  })
  expect(await startBackend({ require: 'wasm', threads: 1 })).toMatchObject({
    backend: 'wasm',
    refused: [],
  })
})

test('no Emscripten handler stays on the process', async () => {
  await startBackend({ require: 'wasm' })
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    const listeners = process.listeners(event as 'uncaughtException').map(String)
    expect(listeners.filter((text) => /ExitStatus|throw reason/.test(text))).toEqual([])
  }
})

test('the TaskEither does nothing until it is called, and never rejects', async () => {
  await startBackend({ require: 'cpu' })
  const start = startBackendE({ require: 'wasm' })
  expect(getBackend()).toBe('cpu')
  expect(isRight(await start())).toBe(true)
  const refused = await startBackendE({ require: 'webgl' })()
  expect(isLeft(refused) && renderFailure(refused.left)).toContain('webgl: ')
})

describe('an impossible request is an error and leaves the current backend in use', () => {
  test('the only backend asked for', async () => {
    await startBackend({ require: 'cpu' })
    const error = await failure({ require: 'webgl' })
    expect(error.failure).toMatchObject({
      code: 'none-started',
      refusals: [{ backend: 'webgl', code: 'platform' }],
    })
    expect(error.message).toContain(
      'webgl: looked for a browser; this is not a browser. ' +
        'In Node.js, use webgpu or node-gpu for a GPU.',
    )
    expect(getBackend()).toBe('cpu')
  })

  test('more threads than there are', async () => {
    await startBackend({ require: 'cpu' })
    for (const name of ['node-gpu', 'webgpu', 'webgl', 'cpu'] as const) {
      const { failure: reason } = await failure({ require: name, threads: 4 })
      expect(reason).toMatchObject({
        code: 'none-started',
        refusals: [{ backend: name, code: 'threads' }],
      })
    }
    expect(getBackend()).toBe('cpu')
  })

  test.each([
    [
      { require: 'tpu' },
      "require must be one of 'node-gpu', 'webgpu', 'wasm', 'node', 'webgl', 'cpu', got 'tpu'",
    ],
    [
      { prefer: ['wasm', 'gpu'] },
      "prefer must be one or more of 'node-gpu', 'webgpu', 'wasm', 'node', 'webgl', 'cpu', got 'gpu'",
    ],
    [
      { prefer: 'cpu', require: 'wasm' },
      "prefer must be left out when require is given, got 'cpu'",
    ],
    [{ threads: 0 }, "threads must be a whole number of at least 1, or 'auto', got 0"],
    [{ threads: 1.5 }, "threads must be a whole number of at least 1, or 'auto', got 1.5"],
    [{ threads: '2' }, "threads must be a whole number of at least 1, or 'auto', got '2'"],
    [
      { treads: 2 },
      "an option must be one of 'prefer', 'require', 'threads', 'wasmDir', 'fastKernels', got 'treads'",
    ],
    [{ wasmDir: 5 }, 'wasmDir must be a path, got 5'],
    [{ fastKernels: 'no' }, "fastKernels must be true or false, got 'no'"],
    [null, 'the options must be an object, got null'],
  ])('%j', async (options, message) => {
    const error = await failure(options)
    expect(error.failure.code).toBe('options')
    expect(error.message).toContain(message)
  })
})

describe('the order', () => {
  const asked: string[] = []
  const refuse =
    (backend: BackendName): Start =>
    ({ named }) => {
      asked.push(named ? `${backend}!` : backend)
      return left({
        backend,
        code: 'device',
        tried: 'looked',
        got: 'there is none',
        fix: 'Plug one in',
      })
    }
  const starts = {
    ...Object.fromEntries(backendNames.map((name) => [name, refuse(name)])),
    cpu: startCpu,
  } as unknown as Starts
  const from = async (names: readonly BackendName[], named: readonly BackendName[]) => {
    asked.length = 0
    return startFirst(starts, names, named, {})()
  }

  test('is followed, and each backend knows whether it was named', async () => {
    const started = await from(['webgl', ...backendNames], ['webgl'])
    expect(asked).toEqual(['webgl!', 'node-gpu', 'webgpu', 'wasm', 'node', 'webgl!'])
    expect(isRight(started) && started.right).toMatchObject({ backend: 'cpu' })
    expect(isRight(started) && started.right.refused.map(({ backend }) => backend)).toEqual([
      'webgl',
      'node-gpu',
      'webgpu',
      'wasm',
      'node',
      'webgl',
    ])
  })

  test('ends with every reason when nothing starts', async () => {
    const nothing = await from(['webgpu', 'wasm'], [])
    expect(isLeft(nothing) && nothing.left).toMatchObject({
      code: 'none-started',
      refusals: [{ backend: 'webgpu' }, { backend: 'wasm' }],
    })
    expect(isLeft(nothing) && renderFailure(nothing.left)).toBe(
      [
        'startBackend: no backend started.',
        '  webgpu: looked; there is none. Plug one in.',
        '  wasm: looked; there is none. Plug one in.',
      ].join('\n'),
    )
  })
})

test('tensors survive a change of backend', async () => {
  await startBackend({ require: 'cpu' })
  const x: Tensor = tensor([1, 2])
  await startBackend({ require: 'wasm' })
  const y = x.add(1)
  expect([...y.dataSync()]).toEqual([2, 3])
  x.dispose()
  y.dispose()
})
