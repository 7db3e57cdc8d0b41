// WebGPU on a real device, or on SwiftShader: `npm run test:webgpu`. numerical/ tests what it
// computes.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { engine, getBackend, layers, memory, sequential, tensor, train } from '@tensorflow/tfjs'
import { describeBackends, renderBackends, startBackend } from '../../src/index.js'
import type { HasDevice } from '../../src/start/device-lost.js'
import { numbers } from '../support/values.js'

const device = process.env['TEST_DEVICE']

beforeEach(async () => {
  await startBackend({ require: 'webgpu' })
})
afterEach(() => expect(memory().numTensors).toBe(0))

/** The losses of some training steps. It frees everything that it makes, even when a step fails. */
const learn = async (steps: number): Promise<number[]> => {
  const net = sequential({
    layers: [
      layers.conv2d({ inputShape: [8, 8, 1], filters: 4, kernelSize: 3, activation: 'relu' }),
      layers.batchNormalization(),
      layers.averagePooling2d({ poolSize: 2, padding: 'same' }),
      layers.flatten(),
      layers.dense({ units: 2 }),
    ],
  })
  const optimizer = train.sgd(0.05)
  net.compile({ optimizer, loss: 'meanSquaredError' })
  const x = tensor(numbers(1, 4 * 64), [4, 8, 8, 1])
  const y = tensor(numbers(2, 8), [4, 2])
  const losses: number[] = []
  try {
    for (let step = 0; step < steps; step++) losses.push((await net.trainOnBatch(x, y)) as number)
    return losses
  } finally {
    net.dispose()
    optimizer.dispose()
    x.dispose()
    y.dispose()
  }
}

test('says what it runs on, and calls software software', async () => {
  const running = await startBackend({ require: 'webgpu' })
  console.log(
    `webgpu runs on ${running.deviceName} (${running.device}), ${running.versions.library}, Node.js ${running.versions.node}`,
  )
  expect(running.device).toBe(device)
  expect(running.deviceName).not.toBeNull()
  expect(running.versions).toMatchObject({
    backend: '4.22.0',
    library: expect.stringMatching(/^webgpu \d/),
  })
})

test('is chosen unasked only on hardware', async () => {
  const chosen = await startBackend()
  if (device === 'gpu') return expect(['node-gpu', 'webgpu']).toContain(chosen.backend)
  expect(chosen.backend).not.toBe('webgpu')
  expect(chosen.refused).toContainEqual(
    expect.objectContaining({ backend: 'webgpu', code: 'software' }),
  )
})

test('is described, and the backend in use stays in use', async () => {
  await startBackend({ require: 'cpu' })
  const found = await describeBackends()
  console.log(renderBackends(found))
  expect(found.find(({ backend }) => backend === 'webgpu')).toMatchObject({
    starts: true,
    running: { device },
  })
  expect(getBackend()).toBe('cpu')
})

test('learns', async () => {
  const losses = await learn(12)
  expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2)
})

test('memory on the device is the same after every round of training', async () => {
  const held = () => {
    // The backend reports these in addition to the usual figures.
    const { numBytesInGPU, numBytesAllocatedInGPU, numTensors } = memory() as ReturnType<
      typeof memory
    > &
      Record<string, number>
    return {
      numBytesInGPU,
      numBytesAllocatedInGPU,
      numTensors,
      data: engine().backend.numDataIds(),
    }
  }
  await learn(3)
  const before = held()
  for (let round = 0; round < 3; round++) {
    await learn(3)
    expect(held()).toEqual(before)
  }
})

test('a result on the device is read with await, and a synchronous read says so', async () => {
  const x = tensor(numbers(3, 4096), [64, 64])
  const y = x.matMul(x)
  expect(() => y.dataSync()).toThrow('Use await tensor.data()')
  expect((await y.data()).length).toBe(4096)
  x.dispose()
  y.dispose()
})

describe('a device that is lost', () => {
  const lost = /its device is lost \(destroyed.*Call startBackend again/

  test('gives a clear error for operations and reads, and the next start computes again', async () => {
    const before = engine().backend as HasDevice
    const x = tensor(numbers(3, 4096), [64, 64])
    const y = x.matMul(x)
    before.device.destroy()
    await expect(y.data()).rejects.toThrow(lost)
    expect(() => x.matMul(x)).toThrow(lost)
    expect(() => y.dataSync()).toThrow(lost)
    await expect(x.data()).rejects.toThrow(lost)
    x.dispose()
    y.dispose()

    await startBackend({ require: 'webgpu' })
    expect(engine().backend).not.toBe(before)
    const losses = await learn(12)
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2)
  })

  test('makes the training that it interrupts fail', async () => {
    engine().startScope() // TensorFlow.js does not free a loss whose read fails
    const running = learn(1000)
    const { device: current } = engine().backend as HasDevice
    setTimeout(() => current.destroy(), 300)
    await expect(running).rejects.toThrow(lost)
    engine().endScope()
    await startBackend({ require: 'webgpu' })
  })
})

test('without a driver it is refused, in plain Node.js too', async () => {
  const code =
    "import { startBackend } from '@layersmith/backends'; await startBackend({ require: 'webgpu' }).catch(({ failure }) => console.log(JSON.stringify(failure)))"
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', code],
    {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { ...process.env, VK_ICD_FILENAMES: '/no/such/driver.json' },
    },
  )
  expect(JSON.parse(stdout)).toMatchObject({
    code: 'none-started',
    refusals: [{ backend: 'webgpu', code: 'device', got: 'there is no adapter' }],
  })
})
