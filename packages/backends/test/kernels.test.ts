// Our kernels on wasm: how they are registered and what they refuse. numerical/ tests what they
// compute.
import { beforeAll, describe, expect, test } from '@jest/globals'
import { engine, getKernelsForBackend, scalar, tensor, type Tensor } from '@tensorflow/tfjs'
import { registerWasmKernels, startBackend, wasmKernels } from '../src/index.js'
import { computeOn, numbers, size, watchKernels } from './support/values.js'

type Registered = ReadonlyMap<string, unknown>
const registered = (backend: string): Registered =>
  new Map(
    getKernelsForBackend(backend).map(({ kernelName, kernelFunc }) => [kernelName, kernelFunc]),
  )

let stock: Registered
let cpu: Registered
beforeAll(async () => {
  watchKernels()
  await import('@tensorflow/tfjs-backend-wasm')
  stock = registered('wasm')
  cpu = registered('cpu')
  // Ours alone: @layersmith/wasm-kernels tests what it puts in front of them.
  await startBackend({ require: 'wasm', fastKernels: false })
})

describe('registration', () => {
  test('a second call changes nothing', () => {
    const before = registered('wasm')
    expect(registerWasmKernels()).toEqual([])
    expect(registered('wasm')).toEqual(before)
  })

  test('only listed kernels are new or replaced, and "missing" ones were missing', () => {
    const now = registered('wasm')
    const changed = [...now]
      .filter(([name, kernel]) => stock.get(name) !== kernel)
      .map(([name]) => name)
    expect(changed.sort()).toEqual(wasmKernels.map(({ name }) => name).sort())
    for (const { name, reason, because } of wasmKernels) {
      expect([name, stock.has(name)]).toEqual([name, reason !== 'missing'])
      expect(because).not.toBe('')
    }
  })

  test('with the fast kernels in front, a second call changes nothing either', async () => {
    await startBackend({ require: 'wasm' })
    const before = registered('wasm')
    expect(registerWasmKernels()).toEqual([])
    expect(registered('wasm')).toEqual(before)
    await startBackend({ require: 'wasm', fastKernels: false })
  })

  test('other backends are not touched', () => {
    expect(registered('cpu')).toEqual(cpu)
  })

  test('a kernel that throws leaves nothing behind', async () => {
    await expect(
      computeOn('wasm', () => [
        engine().runKernel(
          'DepthwiseConv2dNativeBackpropInput',
          {
            dy: tensor(numbers(1, 9), [1, 3, 3, 1]),
            filter: tensor(numbers(2, 4), [2, 2, 1, 1]),
          },
          { strides: 1, dilations: 1, pad: 'valid', inputShape: [1, 9, 9, 1] },
        ),
      ]),
    ).rejects.toThrow('does not fit')
    await computeOn('wasm', () => [scalar(1)])
  })
})

describe('what the kernels refuse', () => {
  const attrs = { strides: 1, pad: 'valid', dataFormat: 'NHWC', filterShape: [2, 2, 1, 1] }
  const run =
    (dy: number[], more: object = {}) =>
    () =>
      computeOn('wasm', () => [
        engine().runKernel(
          'Conv2DBackpropFilter',
          {
            x: tensor(numbers(1, 16), [1, 4, 4, 1]),
            dy: tensor(numbers(2, size(dy)), dy),
          },
          { ...attrs, ...more },
        ),
      ])

  test('a gradient that does not fit, which would make them read other memory', async () => {
    await expect(run([1, 4, 4, 1])()).rejects.toThrow('the gradient does not fit the convolution')
    await run([1, 3, 3, 1])() // nothing is broken afterward
  })

  test('channels first', async () => {
    await expect(run([1, 3, 3, 1], { dataFormat: 'NCHW' })()).rejects.toThrow(
      "convolves only 'NHWC', got 'NCHW'",
    )
  })

  test('segment ids that do not fit', async () => {
    const run = () =>
      engine().runKernel<Tensor>(
        'UnsortedSegmentSum',
        { x: tensor([1, 2]), segmentIds: tensor([0], [1], 'int32') },
        { numSegments: 1 },
      )
    await expect(computeOn('wasm', () => [run()])).rejects.toThrow('one for each of the 2 rows')
  })
})

test('NaN and infinities get the same gradients as on cpu', async () => {
  const values = [
    NaN,
    1,
    -Infinity,
    -Infinity,
    2,
    NaN,
    -Infinity,
    -Infinity,
    NaN,
    NaN,
    Infinity,
    3,
    NaN,
    NaN,
    Infinity,
    4,
  ]
  const dx = async (backend: string) => {
    const [result] = await computeOn(backend, () => [
      engine().runKernel(
        'MaxPoolGrad',
        {
          dy: tensor([1, 2, 3, 4], [1, 2, 2, 1]),
          input: tensor(values, [1, 4, 4, 1]),
          output: tensor([0, 0, 0, 0], [1, 2, 2, 1]),
        },
        { filterSize: 2, strides: 2, pad: 'valid' },
      ),
    ])
    return [...result!.values]
  }
  expect(await dx('wasm')).toEqual(await dx('cpu'))
})
