// A file of its own, because the wasm backend must not have started before. The tests depend on
// their order.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { engine, getBackend, memory, tensor } from '@tensorflow/tfjs'
import { BackendError, startBackend, type Refusal } from '../src/index.js'

const file = 'tfjs-backend-wasm-simd.wasm'
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'layersmith-'))
})
afterAll(() => rm(folder, { recursive: true }))

const refusalOfWasm = async (wasmDir: string): Promise<Refusal> => {
  const error: unknown = await startBackend({ require: 'wasm', wasmDir }).catch(
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof BackendError) || error.failure.code !== 'none-started')
    throw new Error(`expected a refusal, got ${String(error)}`)
  expect(error.message).toContain(error.failure.refusals[0]!.fix)
  return error.failure.refusals[0]!
}

describe('before any backend was in use', () => {
  test('a folder without the binary', async () => {
    expect(await refusalOfWasm(folder)).toMatchObject({
      backend: 'wasm',
      code: 'files',
      tried: `looked for ${file} in ${folder}`,
      got: expect.stringContaining('ENOENT'),
      fix: expect.stringContaining('wasmDir'),
    })
    expect(getBackend()).toBeUndefined()
  })

  test('a file that is not WebAssembly', async () => {
    await writeFile(path.join(folder, file), '<html>404</html>')
    expect(await refusalOfWasm(folder)).toMatchObject({
      code: 'files',
      got: 'its 16 bytes are not WebAssembly',
    })
    expect(getBackend()).toBeUndefined()
  })

  test('a module that is not the backend: TensorFlow.js returns false and keeps the name, which is corrected', async () => {
    // an empty module
    await writeFile(path.join(folder, file), Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0))
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined)
    expect(await refusalOfWasm(folder)).toMatchObject({
      code: 'initialisation',
      tried: "tf.setBackend('wasm')",
      got: expect.stringMatching(/^it returned false: ./),
    })
    warn.mockRestore()
    expect(getBackend()).toBeUndefined()
    expect(engine().registry['wasm']).toBeUndefined()
  })
})

describe('with cpu in use', () => {
  test('the next backend in order starts, and the reason is kept', async () => {
    const started = await startBackend({
      prefer: ['wasm', 'cpu'],
      wasmDir: path.join(folder, 'nowhere'),
    })
    expect(started.backend).toBe('cpu')
    expect(started.refused.map(({ backend, code }) => `${backend} ${code}`)).toEqual(['wasm files'])
  })

  test('where only cpu starts, unasked, one warning says why, and how to change it', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined)
    try {
      const wasmDir = path.join(folder, 'nowhere')
      expect((await startBackend({ wasmDir })).backend).toBe('cpu')
      expect(warn.mock.calls).toEqual([
        [expect.stringMatching(/cpu[^]*wasm: looked for[^]*wasmDir/)],
      ])
      warn.mockClear()
      await startBackend({ wasmDir, prefer: 'cpu' })
      await startBackend({ require: 'cpu' })
      expect(warn).not.toHaveBeenCalled()
    } finally {
      warn.mockRestore()
    }
  })

  test('a failed start leaves cpu in use', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined)
    expect((await refusalOfWasm(folder)).code).toBe('initialisation')
    warn.mockRestore()
    expect(getBackend()).toBe('cpu')
    const x = tensor([4])
    const y = x.sqrt()
    expect(engine().state.tensorInfo.get(y.dataId)?.backend).toBe(engine().registry['cpu'])
    expect([...y.dataSync()]).toEqual([2])
    x.dispose()
    y.dispose()
    expect(memory().numTensors).toBe(0)
  })

  test('the installed package starts after all that', async () => {
    expect(await startBackend({ require: 'wasm' })).toMatchObject({ backend: 'wasm' })
    expect(getBackend()).toBe('wasm')
  })
})
