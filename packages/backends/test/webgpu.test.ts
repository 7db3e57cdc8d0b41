// WebGPU without a GPU: every way it can be refused, and the loss of a device.
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import {
  engine,
  getBackend,
  getKernelsForBackend,
  memory,
  tensor,
  unregisterKernel,
} from '@tensorflow/tfjs'
import { left, right } from 'fp-ts/lib/Either.js'
import { webgpu } from '../src/tfjs-backends/webgpu.js'
import { BackendError, startBackend } from '../src/index.js'
import {
  coded,
  FakeDevice,
  failing,
  GPUBuffer,
  named,
  nodeJs,
  notInstalled,
  refusalOf,
  register,
  runningOf,
  unnamed,
  WebGPUBackend,
} from './support/hosts.js'

const nvidia = {
  vendor: 'nvidia',
  architecture: 'hopper',
  device: 'NVIDIA H100 80GB HBM3',
  description: '',
}
const swiftshader = {
  vendor: 'google',
  architecture: 'swiftshader',
  device: 'swiftshader-device-subzero-',
  description: 'SwiftShader driver 5.0.0',
}

/** Dawn with one adapter, or with none. */
const dawn = (
  info: object | null,
  requestAdapter = () => Promise.resolve(info === null ? null : { info }),
) => ({ create: () => ({ requestAdapter }), globals: { GPUBuffer } })

const on = (module: object, kernels: () => Promise<unknown> = kernelsFor()) =>
  // The fake has only the part of the kernels' package that this test needs.
  webgpu({ nodeJs, load: () => Promise.resolve(module) }, () =>
    kernels().then((loaded) => right(loaded as never), left),
  )

let device: FakeDevice
const kernelsFor =
  (info: object = nvidia) =>
  () => {
    if (!('webgpu' in engine().registryFactory))
      register('webgpu', () => new WebGPUBackend((device = new FakeDevice(info))))
    return Promise.resolve({ WebGPUBackend })
  }

const navigatorBefore = Object.getOwnPropertyDescriptor(globalThis, 'navigator')
// Node.js before 21 has no navigator.
const hasGpu = () => 'gpu' in ((globalThis as { navigator?: object }).navigator ?? {})
const gpuBefore = hasGpu()

beforeEach(async () => {
  await startBackend({ require: 'cpu' })
})
afterEach(() => {
  // The process is as it was, because programs tell by the navigator whether they are in a browser.
  expect(Object.getOwnPropertyDescriptor(globalThis, 'navigator')).toEqual(navigatorBefore)
  expect(hasGpu()).toBe(gpuBefore)
  WebGPUBackend.resource = () => new GPUBuffer()
  if ('webgpu' in engine().registryFactory) engine().removeBackend('webgpu')
  for (const { kernelName } of getKernelsForBackend('webgpu'))
    unregisterKernel(kernelName, 'webgpu')
  expect(memory().numTensors).toBe(0)
})

describe('is refused and leaves the current backend in use', () => {
  afterEach(() => expect(getBackend()).toBe('cpu'))

  test('without the package webgpu', async () => {
    expect(await refusalOf(webgpu({ nodeJs, load: failing(notInstalled('webgpu')) }))).toEqual({
      backend: 'webgpu',
      code: 'package',
      tried: "import('webgpu')",
      got: 'it is not installed',
      fix: 'Run npm install webgpu',
    })
  })

  test('where the addon does not fit the system', async () => {
    const error = coded(
      "/lib/libc.so.6: version `GLIBC_2.34' not found (required by dawn.node)",
      'ERR_DLOPEN_FAILED',
    )
    expect(await refusalOf(webgpu({ nodeJs, load: failing(error) }))).toMatchObject({
      code: 'addon',
      got: expect.stringContaining('GLIBC_2.34'),
    })
  })

  test('where Dawn does not start', async () => {
    const broken = {
      create: () => {
        throw new Error('no suitable backends found')
      },
      globals: {},
    }
    expect(await refusalOf(on(broken))).toMatchObject({
      code: 'initialisation',
      got: 'no suitable backends found',
    })
  })

  test('without a driver', async () => {
    expect(await refusalOf(on(dawn(null)))).toMatchObject({
      code: 'device',
      got: 'there is no adapter',
      fix: expect.stringContaining('vulkaninfo'),
    })
  })

  test('where Linux has no device of a GPU: without asking Dawn, which would print a warning', async () => {
    const asked = jest.fn(() => Promise.resolve({ info: nvidia }))
    const linux = (devices: string[]) => ({
      ...nodeJs,
      os: { ...nodeJs.os, platform: () => 'linux' as const },
      // Only the form of readdir that gives names is used here.
      fs: { ...nodeJs.fs, readdir: (() => Promise.resolve(devices)) as never },
    })
    const start = (devices: string[]) =>
      webgpu(
        { nodeJs: linux(devices), load: () => Promise.resolve(dawn(nvidia, asked as never)) },
        () => kernelsFor()().then((loaded) => right(loaded as never), left),
      )
    expect(await refusalOf(start(['null', 'tty']), unnamed)).toEqual({
      backend: 'webgpu',
      code: 'device',
      tried: 'looked for a GPU in /dev',
      got: 'there is none',
      fix: expect.stringContaining('driver'),
    })
    expect(asked).not.toHaveBeenCalled()

    const driver = process.env['VK_ICD_FILENAMES']
    process.env['VK_ICD_FILENAMES'] = '/some/driver.json'
    try {
      await runningOf(start(['null', 'tty']), unnamed)
    } finally {
      if (driver === undefined) delete process.env['VK_ICD_FILENAMES']
      else process.env['VK_ICD_FILENAMES'] = driver
    }
    await runningOf(start(['null', 'tty']))
    await runningOf(start(['null', 'dri']), unnamed)
    expect(asked).toHaveBeenCalledTimes(3)
    await startBackend({ require: 'cpu' })
  })

  test('where the adapter cannot be asked for', async () => {
    expect(
      await refusalOf(on(dawn(null, () => Promise.reject(new Error('device lost'))))),
    ).toMatchObject({ code: 'device', got: 'device lost' })
  })

  test.each([
    [swiftshader],
    [
      {
        vendor: 'mesa',
        architecture: '',
        device: 'llvmpipe (LLVM 15.0.6, 256 bits)',
        description: '',
      },
    ],
    [{ vendor: '', architecture: '', device: '', description: 'Microsoft Basic Render Driver' }],
    [{ vendor: 'x', architecture: '', device: 'y', description: '', isFallbackAdapter: true }],
  ])('on software, unless it was named: %j', async (info) => {
    const refusal = await refusalOf(on(dawn(info)), unnamed)
    expect(refusal).toMatchObject({
      code: 'software',
      fix: expect.stringContaining("require: 'webgpu'"),
    })
    expect(refusal.got).toContain('emulated in software')
    // nothing is registered that TensorFlow.js would choose
    expect(engine().backendNames()).not.toContain('webgpu')
  })

  test("without TensorFlow.js's kernels for it", async () => {
    const name = '@tensorflow/tfjs-backend-webgpu'
    expect(await refusalOf(on(dawn(nvidia), failing(notInstalled(name))))).toMatchObject({
      code: 'package',
      fix: `Run npm install ${name}`,
    })
  })

  test('where the result of an operation is not on the device', async () => {
    WebGPUBackend.resource = () => undefined
    expect(await refusalOf(on(dawn(nvidia)))).toMatchObject({ code: 'data' })
  })

  test('on several threads', async () => {
    expect(await refusalOf(on(dawn(nvidia)), { ...named, threads: 2 })).toMatchObject({
      code: 'threads',
    })
  })

  test('in a browser without it', async () => {
    expect(
      await refusalOf(webgpu({ nodeJs: undefined, load: failing(new Error('never asked')) })),
    ).toMatchObject({ code: 'platform', tried: 'looked for navigator.gpu' })
  })
})

describe('starts', () => {
  test('on a GPU, unasked', async () => {
    const running = await runningOf(on(dawn(nvidia)), unnamed)
    expect(running).toMatchObject({
      backend: 'webgpu',
      device: 'gpu',
      deviceName: 'NVIDIA H100 80GB HBM3',
      threads: null,
    })
    expect(running.kernels.map(({ name }) => name)).toEqual(['AvgPoolGrad', 'AvgPool3DGrad'])
    expect(JSON.parse(JSON.stringify(running))).toEqual(running)
  })

  test('on software that was named, without calling it a GPU', async () => {
    expect(await runningOf(on(dawn(swiftshader), kernelsFor(swiftshader)))).toMatchObject({
      device: 'software-gpu',
    })
  })

  test('in a browser, which tells little', async () => {
    Object.defineProperty(globalThis, 'navigator', {
      value: { gpu: dawn({ vendor: 'apple', architecture: 'metal-3' }).create() },
      configurable: true,
    })
    try {
      const browser = webgpu({ nodeJs: undefined, load: failing(new Error('never asked')) }, () =>
        kernelsFor({})().then((loaded) => right(loaded as never)),
      )
      expect(await runningOf(browser)).toMatchObject({
        deviceName: null,
        versions: { library: null },
      })
    } finally {
      if (navigatorBefore === undefined) Reflect.deleteProperty(globalThis, 'navigator')
      else Object.defineProperty(globalThis, 'navigator', navigatorBefore)
    }
  })
})

describe('a lost device', () => {
  test('makes everything that needs it throw, and a new start gets another device', async () => {
    const start = on(dawn(nvidia))
    await runningOf(start)
    const x = tensor([1, 2, 3])
    device.lose({ reason: 'unknown', message: 'the driver was restarted' })
    await device.lost
    const message =
      /webgpu: its device is lost \(unknown: the driver was restarted\).*Call startBackend again/
    expect(() => x.square()).toThrow(message)
    expect(() => x.dataSync()).toThrow(message)
    await expect(x.data()).rejects.toThrow(message)
    const error: unknown = await x.data().catch((thrown: unknown) => thrown)
    expect(error instanceof BackendError && error.failure.code).toBe('lost')
    x.dispose()

    const before = device
    await runningOf(start)
    expect(device).not.toBe(before)
    const y = tensor([4])
    const z = y.sqrt()
    expect([...(await z.data())]).toEqual([2])
    y.dispose()
    z.dispose()
  })

  test('is reported by a read that was in progress', async () => {
    const read = jest.spyOn(WebGPUBackend.prototype, 'read')
    await runningOf(on(dawn(nvidia)))
    read.mockImplementation(async () => {
      device.lose({ reason: 'destroyed', message: '' })
      await device.lost
      throw new Error('mapAsync was aborted')
    })
    const x = tensor([1])
    await expect(x.data()).rejects.toThrow('its device is lost (destroyed)')
    read.mockRestore()
    x.dispose()
  })
})

describe('a synchronous read', () => {
  afterEach(() => {
    WebGPUBackend.atHand = true
    Reflect.deleteProperty(globalThis, 'OffscreenCanvas')
  })
  const canvas = () =>
    Object.defineProperty(globalThis, 'OffscreenCanvas', {
      value: class {
        readonly width = 1
      },
      configurable: true,
    })

  test.each([
    ['in Node.js', nvidia, false],
    ['on an emulated GPU, even in a browser', swiftshader, true],
  ])('%s says what to do instead', async (_where, info, inBrowser) => {
    if (inBrowser) canvas()
    await runningOf(on(dawn(info), kernelsFor(info)))
    const x = tensor([1])
    expect([...x.dataSync()]).toEqual([1]) // a value at hand can be read
    WebGPUBackend.atHand = false
    expect(() => x.dataSync()).toThrow(/cannot be read synchronously.*Use await tensor.data\(\)/)
    x.dispose()
  })

  test('works on a GPU in a browser', async () => {
    canvas()
    await runningOf(on(dawn(nvidia)))
    WebGPUBackend.atHand = false
    const x = tensor([1])
    expect([...x.dataSync()]).toEqual([1])
    x.dispose()
  })
})
