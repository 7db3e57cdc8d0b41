// The gradients of a convolution with its bias are computed one by one, as they are needed.
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import {
  conv2d,
  customGrad,
  dispose,
  fused,
  getGradient,
  getKernel,
  grads,
  profile,
  registerKernel,
  tidy,
  unregisterKernel,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs'
import { adam, installKernels, type Off } from '../src/index.js'
import { expectSameOnCpu, held, startWasm, use } from './support/backends.js'
import { batch, nets, setWeights } from './support/nets.js'
import { random } from './support/values.js'

beforeAll(startWasm)

let off: Off | undefined
beforeEach(async () => {
  await use('wasm')
  off = await installKernels({ threads: 1 })
})
afterEach(() => off?.())

/** All gradients of a function of tensors. */
const gradsOf = (f: (...all: any[]) => Tensor, ...all: Tensor[]): Tensor[] => grads(f)(all)
const left = () => getGradient('fusedConv2d__op')

test('a training step leaves out the gradient of the images, and no other', async () => {
  const net = nets['a VGG-like net']!
  const model = net.make()
  setWeights(model)
  model.compile({ optimizer: adam(0.01), loss: 'categoricalCrossentropy' })
  const { x, y } = batch(net, 4)
  const { kernels } = await profile(async () => {
    await model.trainOnBatch(x, y)
    return x
  })
  const count = (name: string) => kernels.filter((one) => one.name === name).length
  expect(count('FusedConv2D')).toBe(2)
  expect(count('Conv2DBackpropFilter')).toBe(2)
  expect(count('Conv2DBackpropInput')).toBe(1)
  model.dispose()
  dispose([x, y])
})

describe('all gradients are there where they are asked for', () => {
  const image = [2, 9, 8, 3]
  const filter = [3, 3, 3, 5]

  test.each([
    ['same', 1],
    ['same', 2],
    ['valid', 1],
    ['valid', 2],
  ] as const)('padding %s, stride %d', (pad, strides) =>
    expectSameOnCpu(() =>
      gradsOf(
        (x, f, bias) => fused.conv2d({ x, filter: f, bias, strides, pad }),
        random(1, image),
        random(2, filter),
        random(3, [5]),
      ),
    ),
  )

  test('without a bias', () =>
    expectSameOnCpu(() =>
      gradsOf(
        (x, f) => fused.conv2d({ x, filter: f, strides: 1, pad: 'same' }),
        random(1, image),
        random(2, filter),
      ),
    ))

  test('of a single image, of which TensorFlow.js alone has none', () => {
    const given = () => [random(1, image.slice(1)), random(2, filter)] as const
    return expectSameOnCpu(
      () => gradsOf((x, f) => fused.conv2d({ x, filter: f, strides: 1, pad: 'same' }), ...given()),
      () => gradsOf((x, f) => conv2d(x, f, 1, 'same'), ...given()),
    )
  })

  test('of a gradient', () => {
    return expectSameOnCpu(() => {
      const [x, kernel] = [random(1, image), random(2, filter)]
      const convolved = (f: any) => (a: any) =>
        fused.conv2d({ x: a, filter: f, strides: 1, pad: 'same' })
      return gradsOf((f) => gradsOf(convolved(f), x)[0]!, kernel)
    })
  })
})

describe('nothing of it is left', () => {
  const convolved = (x: Tensor): Tensor =>
    tidy(() =>
      fused.conv2d({
        x: x as Tensor4D,
        filter: random(2, [3, 3, 3, 3]) as Tensor4D,
        strides: 1,
        pad: 'same',
      }),
    )
  const given = () => random(1, [1, 4, 4, 3])

  test('after a convolution, with gradients or without', () => {
    const before = held()
    tidy(() => {
      convolved(given())
      expect(left()).toBeUndefined()
      gradsOf(convolved, given())
      expect(left()).toBeUndefined()
    })
    expect(held()).toEqual(before)
  })

  test('inside of a custom gradient, which has its own', () => {
    const own = customGrad((x: any) => ({ value: convolved(x), gradFunc: () => x }))
    tidy(() => {
      const x = given()
      expect(gradsOf(own, x)[0]!.dataSync()).toEqual(x.dataSync())
      expect(left()).toBeUndefined()
    })
  })

  test('for another one, where a convolution fails in the middle', async () => {
    const identity = getKernel('Identity', 'wasm')
    unregisterKernel('Identity', 'wasm')
    const kernelFunc = () => {
      throw new Error('no room')
    }
    registerKernel({ ...identity, kernelFunc })
    try {
      expect(() => gradsOf(convolved, given())).toThrow('no room')
    } finally {
      unregisterKernel('Identity', 'wasm')
      registerKernel(identity)
    }
    await use('cpu')
    expect(() => gradsOf(convolved, given())).toThrow('compute this one again')
    expect(gradsOf(convolved, given())[0]!.shape).toEqual([1, 4, 4, 3])
  })
})
