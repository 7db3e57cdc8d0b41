import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import {
  dispose,
  engine,
  getGradient,
  getKernel,
  getKernelsForBackend,
  layers,
  registerBackend,
  registerKernel,
  removeBackend,
  tensor,
  unregisterKernel,
  type KernelBackend,
  type KernelConfig,
  type Tensor,
} from '@tensorflow/tfjs'
import {
  installKernels,
  kernelNames,
  KernelsError,
  type InstallOptions,
  type Off,
} from '../src/index.js'
import { heapBytes, startWasm, use, worst } from './support/backends.js'
import { batch, nets } from './support/nets.js'
import { kernel, random } from './support/values.js'

beforeAll(startWasm)

let off: Off | undefined
afterEach(() => {
  off?.()
  off = undefined
})

const gradientNames = [
  'Relu',
  'Relu6',
  'FusedBatchNorm',
  'LayersmithBatchNorm',
  'fusedConv2d__op',
  'fusedMatMul__op',
]

/** Everything that an installation changes. */
const registries = () => ({
  kernels: new Map(
    getKernelsForBackend('wasm').map(({ kernelName, kernelFunc }) => [kernelName, kernelFunc]),
  ),
  gradients: gradientNames.map((name) => getGradient(name)),
  layer: Object.getPrototypeOf(layers.batchNormalization({})).call as unknown,
})

/** (module (func (result v128) (f32x4.relaxed_madd zero zero zero))), written by hand. */
const hasRelaxedSimd = (): boolean => {
  const zero = [0xfd, 0x0c, ...Array.from({ length: 16 }, () => 0)]
  const body = [0, ...zero, ...zero, ...zero, 0xfd, 0x85, 0x02, 0x0b]
  return WebAssembly.validate(
    Uint8Array.from([
      0,
      0x61,
      0x73,
      0x6d,
      1,
      0,
      0,
      0,
      1,
      5,
      1,
      0x60,
      0,
      1,
      0x7b,
      3,
      2,
      1,
      0,
      10,
      body.length + 2,
      1,
      body.length,
      ...body,
    ]),
  )
}

/** One training step of LeNet: its loss, or why it fails. */
const step = async (): Promise<number | string> => {
  const net = nets['LeNet']!
  const model = net.make()
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' })
  const { x, y } = batch(net, 2)
  try {
    return (await model.trainOnBatch(x, y)) as number
  } catch (error) {
    return (error as Error).message
  } finally {
    model.dispose()
    dispose([x, y])
  }
}

/** Removes the backend and creates a new one, whose heap is small again. */
const restart = async (between: () => void = () => undefined): Promise<void> => {
  const { factory, priority } = engine().registryFactory['wasm']!
  removeBackend('wasm')
  between()
  registerBackend('wasm', factory, priority)
  await use('wasm')
}

describe('installKernels', () => {
  test('lets a stock wasm backend train until it is switched off', async () => {
    const before = registries()
    expect(await step()).toMatch(/Conv2DBackpropFilter/)
    off = await installKernels()
    expect(await step()).toEqual(expect.any(Number))
    expect(
      kernelNames.every((name) => getKernel(name, 'wasm').kernelFunc !== before.kernels.get(name)),
    ).toBe(true)
    off()
    expect(registries()).toEqual(before)
    expect(await step()).toMatch(/Conv2DBackpropFilter/)
    off()
    expect(registries()).toEqual(before)
  })

  test('picks the relaxed build if the engine supports it, the other on request', async () => {
    off = await installKernels()
    expect(off.build).toBe(hasRelaxedSimd() ? 'relaxed' : 'baseline')
    off()
    off = await installKernels({ build: 'baseline' })
    expect(off.build).toBe('baseline')
    expect(await installKernels({ build: 'baseline' })).toBe(off)
    await expect(installKernels({ build: 'relaxed' })).rejects.toThrow(
      'the baseline build is already running, but relaxed was requested. ' +
        'Call uninstallKernels() first.',
    )
    expect((await installKernels()).build).toBe('baseline')
    expect(await step()).toEqual(expect.any(Number))
  })

  test('refuses a build that the engine does not support, and changes nothing', async () => {
    const before = registries()
    if (hasRelaxedSimd()) {
      off = await installKernels({ build: 'relaxed' })
      expect(off.build).toBe('relaxed')
      return
    }
    await expect(installKernels({ build: 'relaxed' })).rejects.toThrow(
      /^The wasm training kernels were not installed: WebAssembly.instantiate says .* Leave the build out, or use an engine with relaxed SIMD: Node 22, Chrome 114 or newer.$/,
    )
    expect(registries()).toEqual(before)
  })

  test.each([
    [
      { build: 'fast' },
      "build must be one of relaxed, baseline, got 'fast'. Leave it out for the best one.",
    ],
    [null, 'the options must be an object, got null. Leave them out for the defaults.'],
    ['relaxed', 'the options must be an object, got relaxed.'],
    [{ thread: 2 }, "'thread' is not an option. The options are threads, build and exact."],
  ])('refuses the options %j', async (options, message) => {
    // Only untyped callers can pass these.
    await expect(installKernels(options as InstallOptions)).rejects.toThrow(message)
  })

  test('called twice, even at once, installs once', async () => {
    const before = registries()
    const [first, second] = await Promise.all([installKernels(), installKernels()])
    expect(second).toBe(first)
    expect(await installKernels()).toBe(first)
    first()
    expect(registries()).toEqual(before)
  })

  test('can be switched on again', async () => {
    ;(await installKernels())()
    off = await installKernels()
    expect(await step()).toEqual(expect.any(Number))
  })

  test('what a kernel cannot do goes to the previous kernel, with the same inputs', async () => {
    const came: object[] = []
    const stock = getKernel('MaxPoolGrad', 'wasm')
    const spy: KernelConfig = {
      ...stock,
      kernelFunc: (params) => {
        came.push(params.inputs)
        return stock.kernelFunc(params)
      },
    }
    unregisterKernel('MaxPoolGrad', 'wasm')
    registerKernel(spy)
    off = await installKernels()
    const attrs = { filterSize: [2, 2], strides: [2, 2], pad: 'valid' }
    const [whole, float] = [
      tensor([1, 2, 3, 4], [1, 2, 2, 1], 'int32'),
      tensor([1, 2, 3, 4], [1, 2, 2, 1]),
    ]
    const inputs = { dy: tensor([5], [1, 1, 1, 1]), output: tensor([4], [1, 1, 1, 1]) }
    const results = [whole, float].flatMap((input) =>
      kernel('MaxPoolGrad', { ...inputs, input }, attrs),
    )
    expect(came).toHaveLength(1)
    expect(came[0]).toMatchObject({ input: { dtype: 'int32' } })
    expect([...results[1]!.dataSync()]).toEqual([0, 0, 0, 5])
    off()
    expect(getKernel('MaxPoolGrad', 'wasm')).toBe(spy)
    unregisterKernel('MaxPoolGrad', 'wasm')
    registerKernel(stock)
    dispose([whole, float, ...Object.values(inputs), ...results])
  })

  test('a kernel that was wrapped since stays, and passes calls on', async () => {
    const stock = getKernel('Sum', 'wasm')
    off = await installKernels()
    const ours = getKernel('Sum', 'wasm')
    const wrapped: KernelConfig = { ...ours, kernelFunc: (params) => ours.kernelFunc(params) }
    unregisterKernel('Sum', 'wasm')
    registerKernel(wrapped)
    off()
    expect(getKernel('Sum', 'wasm')).toBe(wrapped)
    const x = tensor([
      [1, 2],
      [3, 4],
    ])
    const y = x.sum(0)
    expect([...y.dataSync()]).toEqual([4, 6])
    unregisterKernel('Sum', 'wasm')
    registerKernel(stock)
    dispose([x, y])
  })

  test('ends with the backend, and works again on a new one', async () => {
    const before = registries()
    await installKernels()
    await restart(() => expect(registries()).toEqual(before))
    off = await installKernels()
    expect(await step()).toEqual(expect.any(Number))
  })

  test('leaves other backends alone', async () => {
    off = await installKernels()
    await use('cpu')
    const loss = await step()
    expect(loss).toEqual(expect.any(Number))
    await use('wasm')
  })
})

describe('a heap that grows during a kernel', () => {
  const shape = [1, 200, 200, 24]
  const conv = { strides: [2, 2], pad: 'same', dataFormat: 'NHWC' }
  const pool = { filterSize: [2, 2], strides: [2, 2], pad: 'valid' }
  const [channels, image, half] = [
    random.bind(null, 1, [24]),
    random.bind(null, 2, shape),
    random.bind(null, 3, [1, 100, 100, 24]),
  ]

  test.each<[name: string, inputs: () => Record<string, Tensor>, attrs: object]>([
    [
      'Conv2DBackpropInput',
      () => ({ dy: random(1, [1, 100, 100, 20]), filter: random(2, [3, 3, 24, 20]) }),
      { ...conv, inputShape: shape },
    ],
    [
      'Conv2DBackpropFilter',
      () => ({ x: random(1, [1, 8, 8, 400]), dy: random(2, [1, 4, 4, 200]) }),
      { ...conv, filterShape: [3, 3, 400, 200] },
    ],
    [
      'DepthwiseConv2dNativeBackpropInput',
      () => ({ dy: half(), filter: random(2, [3, 3, 24, 1]) }),
      { ...conv, dilations: [1, 1], inputShape: shape },
    ],
    ['MaxPoolGrad', () => ({ dy: half(), input: image(), output: half() }), pool],
    ['AvgPoolGrad', () => ({ dy: half(), input: image() }), pool],
    [
      'LayersmithBatchNorm',
      () => ({ x: image(), gamma: channels(), beta: channels() }),
      { epsilon: 1e-3 },
    ],
    [
      'GatherV2',
      () => ({
        x: random(1, [50, 24]),
        indices: tensor(
          Array.from({ length: 40_000 }, (_, i) => (7 * i) % 50),
          [40_000],
          'int32',
        ),
      }),
      { axis: 0, batchDims: 0 },
    ],
    [
      'LayersmithAdam',
      () => ({ value: image(), gradient: image(), first: image(), second: image().abs() }),
      { rate: 0.1, beta1: 0.9, beta2: 0.99, correction1: 0.1, correction2: 0.01, epsilon: 1e-7 },
    ],
  ])('%s computes the same as on a heap that is large enough', async (name, make, attrs) => {
    await restart()
    off = await installKernels()
    const inputs = make()
    const before = heapBytes()
    const run = (): Tensor[] => kernel(name, inputs, attrs)
    const kept: Tensor[][] = []
    do kept.push(run())
    while (heapBytes() === before)
    // The last run made it grow.
    const again = run()
    kept
      .at(-1)!
      .forEach((result, i) => expect(worst(result.dataSync(), again[i]!.dataSync())).toBe(0))
    dispose([...Object.values(inputs), ...again, ...kept.flat()])
  })
})

describe('refuses', () => {
  const registry = engine().registry as Record<string, KernelBackend | undefined>

  const refusal = async (
    backend: object | undefined,
    options?: InstallOptions,
  ): Promise<unknown> => {
    const [real, before] = [registry['wasm'], registries()]
    if (backend === undefined) delete registry['wasm']
    else registry['wasm'] = backend as KernelBackend
    const error: unknown = await installKernels(options).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    registry['wasm'] = real
    expect(registries()).toEqual(before)
    expect(error).toBeInstanceOf(KernelsError)
    return (error as KernelsError).code
  }

  test('a backend that is not running', async () =>
    expect(await refusal(undefined)).toBe('backend'))

  test('a backend whose memory is not where it was', async () => {
    expect(await refusal({})).toBe('memory')
    expect(await refusal({ wasm: { HEAPU8: new Uint8Array(8) } })).toBe('memory')
    const memory = new WebAssembly.Memory({ initial: 1 })
    expect(await refusal({ wasm: { wasmMemory: memory, HEAPU8: new Uint8Array(8) } })).toBe(
      'memory',
    )
  })

  test('threads if the memory is not shared', async () => {
    expect(await refusal(registry['wasm'], { threads: 2 })).toBe('threads')
    off = await installKernels({ threads: 1 })
    expect(off.threads).toBe(1)
    await expect(installKernels({ threads: 2 })).rejects.toThrow(
      '2 threads were requested, but the wasm backend was started without threads',
    )
    expect(await installKernels({ threads: 'auto' })).toBe(off)
    expect(off.threadsBecause).toMatch(/started without threads/)
  })

  test.each([0, 33, 1.5, NaN, '2'])('%p threads', async (threads) => {
    // Untyped callers can pass anything.
    expect(await refusal(registry['wasm'], { threads } as InstallOptions)).toBe('threads')
  })

  test('an engine that cannot compile the module', async () => {
    const { instantiate } = WebAssembly
    WebAssembly.instantiate = () => Promise.reject<never>(new WebAssembly.CompileError('no SIMD'))
    try {
      expect(await refusal(registry['wasm'])).toBe('engine')
    } finally {
      WebAssembly.instantiate = instantiate
    }
  })
})
