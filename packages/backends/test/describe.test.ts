import { afterEach, describe as group, expect, test } from '@jest/globals'
import { engine, getBackend, MathBackendCPU, setBackend } from '@tensorflow/tfjs'
import { left, right } from 'fp-ts/lib/TaskEither.js'
import type { Running, Start } from '../src/base/backend-contract.js'
import { describe } from '../src/describe/describe-backends.js'
import { backendNames, describeBackends, renderBackends, startBackend } from '../src/index.js'
import type { BackendName } from '../src/base/backend-names.js'
import { currentBackend } from '../src/base/tfjs-registry.js'
import type { Starts } from '../src/choose/starts.js'
import { register } from './support/hosts.js'

const refusing =
  (backend: BackendName): Start =>
  () =>
    left({ backend, code: 'device', tried: 'looked', got: 'there is none', fix: 'Plug one in' })

const runs = (backend: BackendName, more: Partial<Running>): Running => ({
  backend,
  tfName: backend,
  device: 'cpu',
  deviceName: null,
  threads: 1,
  simd: null,
  kernels: [],
  versions: { tfjs: '4.22.0', node: '20.0.0', backend: '4.22.0', library: null },
  ...more,
})

const nothing = Object.fromEntries(
  backendNames.map((name) => [name, refusing(name)]),
) as unknown as Starts

group('before any backend is in use', () => {
  test('none is in use afterwards, and TensorFlow.js would choose the same one', async () => {
    const priorities = () =>
      Object.fromEntries(
        Object.entries(engine().registryFactory).map(([name, { priority }]) => [name, priority]),
      )
    const before = priorities()
    const found = await describeBackends()
    expect(found.map(({ backend }) => backend)).toEqual(backendNames)
    expect(found.filter(({ starts }) => starts).map(({ backend }) => backend)).toEqual(
      expect.arrayContaining(['wasm', 'cpu']),
    )
    expect(currentBackend()).toBeUndefined()
    expect(engine().registry).toEqual({})
    expect(
      Object.fromEntries(Object.entries(priorities()).filter(([, priority]) => priority > 0)),
    ).toEqual(before)
    expect(JSON.parse(JSON.stringify(found))).toEqual(found)
  })

  test('a backend that was described still starts, more than once', async () => {
    for (let i = 0; i < 2; i++) {
      await describeBackends()
      expect(await startBackend({ require: 'wasm' })).toMatchObject({ backend: 'wasm' })
      expect(getBackend()).toBe('wasm')
    }
  })
})

group('with a backend in use', () => {
  afterEach(async () => {
    await setBackend('cpu')
    if ('mine' in engine().registryFactory) engine().removeBackend('mine')
  })

  test('it stays in use, with its tensors', async () => {
    await setBackend('cpu')
    const cpu = engine().registry['cpu']
    await describeBackends()
    expect(getBackend()).toBe('cpu')
    expect(engine().registry['cpu']).toBe(cpu)
  })

  test('a backend that was started only for the description is released', async () => {
    await setBackend('cpu')
    let disposed = 0
    class Mine extends MathBackendCPU {
      override dispose() {
        disposed++
      }
    }
    register('mine', () => new Mine())
    const start: Start = () => async () => {
      await setBackend('mine')
      return right(runs('webgpu', { tfName: 'mine' }))()
    }
    expect(await describe({ ...nothing, webgpu: start })()).toContainEqual({
      backend: 'webgpu',
      starts: true,
      running: runs('webgpu', { tfName: 'mine' }),
    })
    expect(disposed).toBe(1)
    expect(getBackend()).toBe('cpu')
  })

  test('emulated GPUs are tried too', async () => {
    const asked: boolean[] = []
    const start: Start = ({ named }) => {
      asked.push(named)
      return refusing('webgpu')({ named })
    }
    await describe({ ...nothing, webgpu: start })()
    expect(asked).toEqual([true])
  })
})

test('the table has a line for each backend', () => {
  const table = renderBackends([
    {
      backend: 'node-gpu',
      starts: false,
      refusal: {
        backend: 'node-gpu',
        code: 'package',
        tried: 'import',
        got: 'it is not installed',
        fix: 'Run npm install x',
      },
    },
    {
      backend: 'webgpu',
      starts: true,
      running: runs('webgpu', { device: 'software-gpu', deviceName: 'llvmpipe', threads: null }),
    },
    {
      backend: 'node',
      starts: true,
      running: runs('node', {
        threads: 8,
        versions: { tfjs: '4.22.0', node: null, backend: null, library: 'libtensorflow 2.9.1' },
      }),
    },
  ])
  expect(table.split('\n')).toEqual([
    'backend   runs on    device    threads  versions, or why not',
    'node-gpu  no                            it is not installed. Run npm install x.',
    'webgpu    software   llvmpipe           TensorFlow.js 4.22.0, only when named',
    'node      processor            8        TensorFlow.js 4.22.0, libtensorflow 2.9.1',
  ])
})
